package org.anychat.webrtc.srtp;

import java.util.Arrays;

/**
 * The master keys and salts of both directions, seen from this end: <em>local</em> protects what this end sends,
 * <em>remote</em> opens what it receives. Immutable; {@code toString} shows the profile alone.
 */
public final class SrtpKeys {
    private final SrtpProfile profile;
    private final byte[] localKey;
    private final byte[] localSalt;
    private final byte[] remoteKey;
    private final byte[] remoteSalt;

    /**
     * Takes role-resolved keys; the arrays are copied.
     *
     * @param profile decides the lengths
     * @param localKey master key for sending
     * @param localSalt master salt for sending
     * @param remoteKey master key for receiving
     * @param remoteSalt master salt for receiving
     * @throws IllegalArgumentException if a length is not the profile's
     */
    public SrtpKeys(SrtpProfile profile, byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt) {
        this.profile = profile;
        this.localKey = copy(localKey, profile.masterKeyLength());
        this.localSalt = copy(localSalt, profile.masterSaltLength());
        this.remoteKey = copy(remoteKey, profile.masterKeyLength());
        this.remoteSalt = copy(remoteSalt, profile.masterSaltLength());
    }

    /**
     * Cuts up what the DTLS exporter gave: client key, server key, client salt, server salt (RFC 5764 section 4.2).
     *
     * @param profile the negotiated profile
     * @param material {@link SrtpProfile#keyingMaterialLength()} bytes
     * @param client whether this end was the DTLS client
     * @return the keys of this end
     * @throws IllegalArgumentException if the length is not the profile's
     */
    public static SrtpKeys fromKeyingMaterial(SrtpProfile profile, byte[] material, boolean client) {
        copy(material, profile.keyingMaterialLength());
        int key = profile.masterKeyLength();
        int salt = profile.masterSaltLength();
        byte[] clientKey = Arrays.copyOfRange(material, 0, key);
        byte[] serverKey = Arrays.copyOfRange(material, key, 2 * key);
        byte[] clientSalt = Arrays.copyOfRange(material, 2 * key, 2 * key + salt);
        byte[] serverSalt = Arrays.copyOfRange(material, 2 * key + salt, 2 * (key + salt));
        return client
                ? new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt)
                : new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt);
    }

    /**
     * The profile that both ends use.
     *
     * @return the profile
     */
    public SrtpProfile profile() {
        return profile;
    }

    /**
     * Master key for sending.
     *
     * @return a copy
     */
    public byte[] localKey() {
        return localKey.clone();
    }

    /**
     * Master salt for sending.
     *
     * @return a copy
     */
    public byte[] localSalt() {
        return localSalt.clone();
    }

    /**
     * Master key for receiving.
     *
     * @return a copy
     */
    public byte[] remoteKey() {
        return remoteKey.clone();
    }

    /**
     * Master salt for receiving.
     *
     * @return a copy
     */
    public byte[] remoteSalt() {
        return remoteSalt.clone();
    }

    @Override
    public String toString() {
        return "SrtpKeys[" + profile + "]";
    }

    private static byte[] copy(byte[] value, int length) {
        if (value.length != length) {
            throw new IllegalArgumentException("expected " + length + " bytes, got " + value.length);
        }
        return value.clone();
    }
}
