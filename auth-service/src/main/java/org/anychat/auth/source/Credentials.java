package org.anychat.auth.source;

/**
 * What a user typed.
 *
 * @param name 1 to 64 characters without control characters
 * @param password 1 to 128 characters
 * @param address the client's IP address
 */
public record Credentials(String name, String password, String address) {
    @Override
    public String toString() {
        return "Credentials[name=" + name + ", address=" + address + "]";
    }
}
