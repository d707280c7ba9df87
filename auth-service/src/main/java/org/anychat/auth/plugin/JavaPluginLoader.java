package org.anychat.auth.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.anychat.plugin.FilterHost;
import org.anychat.plugin.SdkFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a plug-in of a jar, in a class loader that shows it the JDK, {@code plugin-api} and nothing else. */
final class JavaPluginLoader implements PluginLoader {
    private static final Logger log = LoggerFactory.getLogger("SDKFilterPlus");
    private static final String SERVICE = "META-INF/services/" + SdkFilter.class.getName();

    private final Path jar;
    private final Outbox outbox;

    JavaPluginLoader(Path jar, Outbox outbox) {
        this.jar = jar;
        this.outbox = outbox;
    }

    @Override
    public LoadedPlugin load() throws PluginException {
        requireJar();
        URLClassLoader classes = new URLClassLoader("sdk-filter", new URL[] {url()}, new ApiOnly());
        boolean loaded = false;
        try {
            LoadedPlugin plugin = load(classes);
            loaded = true;
            return plugin;
        } finally {
            if (!loaded) {
                JavaPlugin.close(classes);
            }
        }
    }

    private LoadedPlugin load(URLClassLoader classes) throws PluginException {
        // A plug-in finds its own services and resources by the thread's loader, as it would anywhere else.
        Thread.currentThread().setContextClassLoader(classes);
        try {
            SdkFilter filter = instance(classes);
            if (filter.apiVersion() != SdkFilter.API_VERSION) {
                throw PluginException.lasting("it is written for version " + filter.apiVersion()
                        + " of plugin-api, and this server has version " + SdkFilter.API_VERSION
                        + ". Compile it against this server's plugin-api");
            }
            String version = String.valueOf(filter.version());
            if (!filter.init(host())) {
                throw PluginException.passing("its init returned false (version " + version + ")");
            }
            return new JavaPlugin(filter, version, classes);
        } catch (PluginException e) {
            throw e;
        } catch (ServiceConfigurationError | LinkageError e) {
            throw PluginException.lasting("its class cannot be used: " + e + ". Compile it for Java "
                    + Runtime.version().feature() + " or lower against this server's plugin-api, and put what it needs"
                    + " into the jar");
        } catch (Exception e) {
            throw PluginException.passing("its init failed: " + e);
        }
    }

    private static SdkFilter instance(URLClassLoader classes) throws PluginException {
        List<ServiceLoader.Provider<SdkFilter>> found =
                ServiceLoader.load(SdkFilter.class, classes).stream().toList();
        if (found.size() != 1) {
            throw PluginException.lasting("its " + SERVICE
                    + (found.isEmpty() ? " is missing or empty" : " names " + found.size() + " classes")
                    + ". It must name the one class that implements SdkFilter");
        }
        return found.get(0).get();
    }

    private void requireJar() throws PluginException {
        try (JarFile opened = new JarFile(jar.toFile())) {
            if (opened.size() == 0) {
                throw PluginException.lasting("it is an empty jar");
            }
        } catch (IOException e) {
            throw PluginException.lasting("it is no jar that can be read: " + e.getMessage());
        }
    }

    private URL url() {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("every path of a file has a URL", e);
        }
    }

    private FilterHost host() {
        return new FilterHost() {
            @Override
            public boolean send(int userId, int handle, byte[] data) {
                return outbox.send(userId, handle, data == null ? null : data.clone());
            }

            @Override
            public void log(String words) {
                log.info("{}", PluginOutput.line(words));
            }
        };
    }

    /** The parent of the plug-in's loader: the JDK, and of the server no more than the plug-in's interface. */
    private static final class ApiOnly extends ClassLoader {
        private static final String API = SdkFilter.class.getPackageName() + ".";

        ApiOnly() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(API)) {
                return SdkFilter.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
