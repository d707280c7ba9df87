package org.anychat.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** A place in a YAML document, told by its path in the messages of failures. */
record YamlTree(String path, Object value) {
    /** All documents of a file, with variables replaced by what {@code replace} makes of the text. */
    static List<YamlTree> read(Path file, java.util.function.UnaryOperator<String> replace) {
        try {
            List<YamlTree> documents = new ArrayList<>();
            for (Object document : new Yaml().loadAll(replace.apply(Files.readString(file)))) {
                documents.add(new YamlTree(file.getFileName().toString(), document));
            }
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands below some keys, which has to be there; numbers count list items. */
    YamlTree at(Object... keys) {
        YamlTree here = this;
        for (Object key : keys) {
            here = here.below(key);
        }
        return here;
    }

    private YamlTree below(Object key) {
        Object found = key instanceof Integer index ? ((List<?>) value).get(index) : ((Map<?, ?>) value).get(key);
        if (found == null) {
            throw new AssertionError(path + " has no " + key);
        }
        return new YamlTree(path + "/" + key, found);
    }

    boolean has(String key) {
        return value instanceof Map<?, ?> map && map.containsKey(key);
    }

    String text() {
        return String.valueOf(value);
    }

    List<YamlTree> items() {
        List<YamlTree> all = new ArrayList<>();
        for (Object item : (List<?>) value) {
            all.add(new YamlTree(path + "/" + all.size(), item));
        }
        return all;
    }

    /** The keys of a map, or the items of a list, as texts. */
    List<String> names() {
        return value instanceof Map<?, ?> map
                ? map.keySet().stream().map(String::valueOf).toList()
                : items().stream().map(YamlTree::text).toList();
    }
}
