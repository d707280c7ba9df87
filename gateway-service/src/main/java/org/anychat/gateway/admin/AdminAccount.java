package org.anychat.gateway.admin;

/**
 * An operator's account.
 *
 * @param name what the operator logs in with
 * @param role what it may do
 * @param hash of the password, as {@link org.anychat.runtime.password.PasswordHash} has it
 */
public record AdminAccount(String name, AdminRole role, String hash) {
    @Override
    public String toString() {
        return "AdminAccount[" + name + ", " + role.label() + "]";
    }
}
