package org.anychat.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A cluster and its people for the tests of a class, one after the other: each leaves them as it found them and says so,
 * else the next one gets others. Ten processes take longer to start than most tests take.
 */
final class ChaosLab implements AutoCloseable {
    private final Path folder;
    private final Map<String, String> services;
    private final Map<String, String> settings;
    private int opened;
    private boolean well;
    private LabCluster cluster;
    private Crowd crowd;

    /** Fills rooms. */
    @FunctionalInterface
    interface Filling {
        void fill(Crowd crowd) throws Exception;
    }

    ChaosLab(Path folder, Map<String, String> services, Map<String, String> settings) {
        this.folder = folder;
        this.services = services;
        this.settings = settings;
    }

    /** Begins a test. */
    void open(Filling filling) throws Exception {
        if (!well) {
            close();
            opened++;
            cluster = new LabCluster(Files.createDirectories(folder.resolve("lab" + opened)), services, settings);
            cluster.startAll();
            crowd = new Crowd(cluster.withService("gateway").stream()
                    .map(cluster::addressOf)
                    .toList());
            filling.fill(crowd);
        }
        well = false;
    }

    /** The test has left everything as it was. */
    void isWell() {
        well = true;
    }

    /** Ends a test: says what the processes said where it has failed. */
    void explain() {
        if (!well && cluster != null) {
            System.out.println(cluster.output());
        }
    }

    LabCluster cluster() {
        return cluster;
    }

    Crowd crowd() {
        return crowd;
    }

    @Override
    public void close() {
        if (crowd != null) {
            crowd.close();
        }
        if (cluster != null) {
            cluster.close();
        }
        crowd = null;
        cluster = null;
    }
}
