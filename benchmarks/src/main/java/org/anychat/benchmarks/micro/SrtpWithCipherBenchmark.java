package org.anychat.benchmarks.micro;

import org.openjdk.jmh.annotations.Fork;

/** In a JVM without the server's arguments, where AES-GCM is {@code javax.crypto.Cipher}'s. */
@Fork(1)
public class SrtpWithCipherBenchmark extends SrtpOperations {
    /** For JMH. */
    public SrtpWithCipherBenchmark() {}
}
