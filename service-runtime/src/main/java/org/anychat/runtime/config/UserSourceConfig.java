package org.anychat.runtime.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code [User Source Settings]}: who knows the users, and what happens to those who guess.
 *
 * @param order which sources are asked, in this order; empty for none
 * @param timeoutMs how long they may take together
 * @param tellsUnknown whether a client is told that a user does not exist; otherwise it hears of a wrong password
 * @param lockout who is locked out after wrong passwords
 * @param htpasswd a password file
 * @param jwt signed tokens
 * @param sql a database
 * @param ldap a directory
 * @param http a web service of the operator's
 */
public record UserSourceConfig(
        List<Kind> order,
        int timeoutMs,
        boolean tellsUnknown,
        Lockout lockout,
        Htpasswd htpasswd,
        Jwt jwt,
        Sql sql,
        Ldap ldap,
        Http http) {
    /** The sources. */
    public enum Kind {
        /** A password file as web servers have it. */
        HTPASSWD,
        /** The password is a signed token. */
        JWT,
        /** A database. */
        SQL,
        /** A directory. */
        LDAP,
        /** A web service. */
        HTTP
    }

    /**
     * Who is locked out.
     *
     * @param accountFailures after how many wrong passwords an account is locked, 0 for never
     * @param addressFailures after how many wrong passwords an address is locked, 0 for never
     * @param seconds for how long
     */
    public record Lockout(int accountFailures, int addressFailures, int seconds) {}

    /**
     * A password file.
     *
     * @param file the file
     */
    public record Htpasswd(Path file) {}

    /**
     * Signed tokens.
     *
     * @param keysFile the JSON Web Key Set that they are checked with
     * @param issuer what {@code iss} has to be, empty for anything
     * @param audience what {@code aud} has to hold, empty where tokens have none
     * @param nameClaim the claim that the login name has to be equal to
     */
    public record Jwt(Path keysFile, String issuer, String audience, String nameClaim) {}

    /**
     * A database.
     *
     * @param url its JDBC address, empty for the embedded database
     * @param embeddedFile the embedded database
     * @param user whom to connect as
     * @param password with which password
     * @param query finds a user by name
     */
    public record Sql(String url, Path embeddedFile, String user, String password, String query) {
        @Override
        public String toString() {
            return "Sql[url=" + (url.isEmpty() ? "embedded" : url) + ", embeddedFile=" + embeddedFile + ", user=" + user
                    + ", password=" + redacted(password) + ", query=" + query + "]";
        }
    }

    /**
     * A directory.
     *
     * @param url {@code ldap} or {@code ldaps}; null where it is not configured
     * @param startTls whether {@code ldap} goes over to TLS before anything else is said
     * @param certificateFile the authorities that the directory's certificate may come from; empty for those of Java
     * @param bind whom to search as
     * @param search how a user is found
     */
    public record Ldap(URI url, boolean startTls, Optional<Path> certificateFile, Bind bind, Search search) {
        /**
         * Whom to search as.
         *
         * @param dn the name, empty for anonymous
         * @param password the password
         */
        public record Bind(String dn, String password) {
            @Override
            public String toString() {
                return "Bind[dn=" + dn + ", password=" + redacted(password) + "]";
            }
        }

        /**
         * How a user is found.
         *
         * @param baseDn where to search
         * @param filter with {@code {name}} for the login name
         * @param nameAttribute the login name in the spelling of the directory
         * @param userIdAttribute the user's number, empty for none
         * @param levelAttribute the user's level, empty for none
         * @param nicknameAttribute the name that others see, empty for the login name
         */
        public record Search(
                String baseDn,
                String filter,
                String nameAttribute,
                String userIdAttribute,
                String levelAttribute,
                String nicknameAttribute) {}
    }

    /**
     * A web service.
     *
     * @param url {@code http} or {@code https}; null where it is not configured
     * @param secret goes with each request as a bearer token, empty for none
     * @param certificateFile the authorities that its certificate may come from; empty for those of Java
     */
    public record Http(URI url, String secret, Optional<Path> certificateFile) {
        @Override
        public String toString() {
            return "Http[url=" + url + ", secret=" + redacted(secret) + ", certificateFile=" + certificateFile + "]";
        }
    }

    private static String redacted(String secret) {
        return secret.isEmpty() ? "none" : "***";
    }
}
