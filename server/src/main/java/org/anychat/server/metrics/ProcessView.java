package org.anychat.server.metrics;

import org.anychat.runtime.config.ServiceKind;

/** What a process knows of itself and of its cluster. Any thread; what is asked may block for a moment. */
public interface ProcessView {
    /**
     * The program's version.
     *
     * @return as people name it
     */
    String version();

    /**
     * The process.
     *
     * @return its id
     */
    String node();

    /**
     * What it is meant to run.
     *
     * @return the services' names
     */
    String services();

    /**
     * Whether it can do its part.
     *
     * @return as {@code /health/ready} says
     */
    boolean isReady();

    /**
     * Whether it works as a service now.
     *
     * @param service which
     * @return false while it only waits to
     */
    boolean works(ServiceKind service);

    /**
     * Whether a service is nowhere.
     *
     * @param service which
     * @return true where no process of the cluster runs it
     */
    boolean misses(ServiceKind service);

    /**
     * How many processes there are.
     *
     * @return this one included; 0 while it has lost its cluster
     */
    int members();

    /**
     * Whether what it keeps for the cluster has its copies.
     *
     * @return true without a cluster
     */
    boolean isSafe();

    /**
     * How often it has joined its cluster anew.
     *
     * @return since the start
     */
    long rejoins();
}
