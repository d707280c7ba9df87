package org.anychat.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A jar made of a Java source text while a test runs, with the JDK's compiler. */
public final class CompiledJar {
    private CompiledJar() {}

    /**
     * Compiles a class and packs it.
     *
     * @param jar where to write the jar; beside it a folder with the classes is made
     * @param className the class, in no package
     * @param source its text
     * @param classPath what it is compiled against, as {@code -cp} takes it
     * @param services lines {@code <interface>=<class>} for {@code META-INF/services}
     * @return the jar
     */
    public static Path make(Path jar, String className, String source, String classPath, List<String> services) {
        try {
            Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
            Path file = Files.writeString(classes.resolve(className + ".java"), source);
            List<String> arguments = new ArrayList<>(List.of("-proc:none", "-cp", classPath));
            arguments.addAll(List.of("-d", classes.toString(), file.toString()));
            int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
            if (result != 0) {
                throw new AssertionError("the source of " + className + " does not compile; see standard error");
            }
            Files.delete(file);
            pack(jar, classes, services);
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pack(Path jar, Path classes, List<String> services) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
            for (String service : services) {
                String[] parts = service.split("=", 2);
                out.putNextEntry(new JarEntry("META-INF/services/" + parts[0]));
                out.write(parts[1].getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
    }
}
