package org.anychat.benchmarks.micro;

import org.openjdk.jmh.annotations.Fork;

/** In a JVM as the server is started. */
@Fork(value = 1, jvmArgsAppend = SrtpBenchmark.OPEN)
public class SrtpBenchmark extends SrtpOperations {
    /** As in the server's JVM arguments. */
    static final String OPEN = "--add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED";

    /** For JMH. */
    public SrtpBenchmark() {}
}
