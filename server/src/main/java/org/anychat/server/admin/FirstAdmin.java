package org.anychat.server.admin;

import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.anychat.gateway.admin.AdminAccountException;
import org.anychat.gateway.admin.AdminAccounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first operator's account, which a first start makes. */
public final class FirstAdmin {
    private static final Logger log = LoggerFactory.getLogger(FirstAdmin.class);

    private FirstAdmin() {}

    /**
     * Makes it where there are no accounts. Its password is said once and on the console alone: the log is kept, and
     * operators of any role read it. Blocks.
     *
     * @param home the server's folder
     * @param random for the password
     * @param console where it is said
     */
    public static void makeIfNone(Path home, SecureRandom random, PrintStream console) {
        try {
            new AdminAccounts(home)
                    .makeFirst(random)
                    .ifPresent(password -> console.println("The dashboard at /admin has its first account. Name: "
                            + AdminAccounts.FIRST + "  Password: " + password + System.lineSeparator()
                            + "It is shown this once; another one: AnyChatCoreServer admin passwd "
                            + AdminAccounts.FIRST));
        } catch (AdminAccountException e) {
            log.error("Nobody can log in at /admin: {}", e.getMessage());
        }
    }
}
