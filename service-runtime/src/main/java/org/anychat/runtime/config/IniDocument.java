package org.anychat.runtime.config;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.configuration2.INIConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;

/** The entries of an ini text in their order, with their lines. */
final class IniDocument {
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Deque<Integer>> lines;

    private IniDocument(String text) throws ConfigurationException, IOException {
        lines = index(text);
        INIConfiguration ini =
                INIConfiguration.builder().setSectionInLineCommentsAllowed(true).build();
        ini.read(new StringReader(text));
        // The nodes and not the configuration's getters, which would substitute ${...} in a password.
        for (ImmutableNode node :
                ini.getNodeModel().getNodeHandler().getRootNode().getChildren()) {
            if (node.getValue() != null) {
                add("", node);
            }
            node.getChildren().forEach(child -> add(node.getNodeName(), child));
        }
    }

    static IniDocument parse(String text) throws ConfigurationException, IOException {
        return new IniDocument(text);
    }

    List<Entry> entries() {
        return entries;
    }

    private void add(String section, ImmutableNode node) {
        String id = id(section, node.getNodeName());
        Deque<Integer> left = lines.get(id);
        int line = left == null || left.isEmpty() ? 0 : left.remove();
        String value = node.getValue() == null ? "" : node.getValue().toString().trim();
        entries.add(new Entry(section, node.getNodeName(), value, line));
    }

    /** Where each key stands. Only for messages: what a line means is the library's to say. */
    private static Map<String, Deque<Integer>> index(String text) {
        Map<String, Deque<Integer>> index = new HashMap<>();
        String section = "";
        int number = 0;
        for (String line : text.lines().map(String::trim).toList()) {
            number++;
            if (line.startsWith("[") && line.contains("]")) {
                section = line.substring(1, line.indexOf(']')).trim();
            } else {
                String key = line.split("[=:]", 2)[0].trim();
                index.computeIfAbsent(id(section, key), any -> new ArrayDeque<>())
                        .add(number);
            }
        }
        return index;
    }

    static String id(String section, String key) {
        return section.trim().toLowerCase(Locale.ROOT) + '\n' + key.toLowerCase(Locale.ROOT);
    }

    /**
     * A key and its value.
     *
     * @param section the section as it is written
     * @param key the key as it is written
     * @param value the value, trimmed, without comment and quotes
     * @param line its line from 1, 0 where it is not known
     */
    record Entry(String section, String key, String value, int line) {
        String id() {
            return IniDocument.id(section, key);
        }
    }
}
