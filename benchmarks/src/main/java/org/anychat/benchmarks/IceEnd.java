package org.anychat.benchmarks;

/** One end of an ICE connection; a load peer's own has no address that anybody needs. */
record IceEnd(String ufrag, String password, String host, int port) {
    private static final int DISCARD = 9;

    /** The end of a load peer. */
    static IceEnd ofPeer(int id, String host) {
        return new IceEnd("load" + id, "loadpasswordloadpassword" + id, host, DISCARD);
    }
}
