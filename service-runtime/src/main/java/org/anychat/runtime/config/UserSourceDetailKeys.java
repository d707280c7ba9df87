package org.anychat.runtime.config;

import java.net.URI;
import java.util.List;

/** The keys of [User Source Settings] that describe one source each. */
final class UserSourceDetailKeys {
    private static final String SECTION = "User Source Settings";
    private static final int MAX_PATH_BYTES = 1024;
    private static final int MAX_TEXT_BYTES = 1024;

    static final IniKey<String> HTPASSWD_FILE = new IniKey<>(
            SECTION,
            "HtpasswdFile",
            "AnyChatUsers.htpasswd",
            ValueType.text(MAX_PATH_BYTES),
            "htpasswd: the file.",
            "htpasswd：密码文件。");
    static final IniKey<String> JWT_KEYS_FILE = new IniKey<>(
            SECTION,
            "JWTKeysFile",
            "AnyChatKeys.json",
            ValueType.text(MAX_PATH_BYTES),
            "jwt: file of the keys that tokens are checked with (JSON Web Key Set).",
            "jwt：验证令牌的密钥文件（JWKS）。");
    static final IniKey<String> JWT_ISSUER = new IniKey<>(
            SECTION,
            "JWTIssuer",
            "",
            ValueType.text(MAX_TEXT_BYTES),
            "jwt: what iss has to be; empty: anything.",
            "jwt：要求的 iss；空为不限。");
    static final IniKey<String> JWT_AUDIENCE = new IniKey<>(
            SECTION,
            "JWTAudience",
            "",
            ValueType.text(MAX_TEXT_BYTES),
            "jwt: what aud has to hold; empty: tokens with aud are refused.",
            "jwt：要求的 aud；空则拒绝带 aud 的令牌。");
    static final IniKey<String> JWT_NAME_CLAIM = new IniKey<>(
            SECTION,
            "JWTNameClaim",
            "sub",
            ValueType.text(MAX_TEXT_BYTES),
            "jwt: the claim that the login name has to be equal to.",
            "jwt：必须与登录名一致的声明。");
    static final IniKey<String> SQL_URL = new IniKey<>(
            SECTION,
            "SQLUrl",
            "",
            ValueType.jdbcUrl(),
            "sql: address of the database (jdbc:postgresql://...); empty: the embedded database AnyChatUsers.db.",
            "sql：数据库地址（jdbc:postgresql://...）；空为内置数据库 AnyChatUsers.db。");
    static final IniKey<String> SQL_USER = new IniKey<>(
            SECTION, "SQLUser", "", ValueType.text(MAX_TEXT_BYTES), "sql: whom to connect as.", "sql：连接数据库的用户名。");
    static final IniKey<String> SQL_PASSWORD = new IniKey<String>(
                    SECTION,
                    "SQLPassword",
                    "",
                    ValueType.text(MAX_TEXT_BYTES),
                    "sql: with which password.",
                    "sql：连接数据库的密码。")
            .asSecret();
    static final IniKey<String> SQL_QUERY = new IniKey<>(
            SECTION,
            "SQLQuery",
            "SELECT password, user_id, level, nickname FROM anychat_users WHERE name = ?",
            ValueType.query(),
            "sql: finds a user by name; the columns but the first may be missing.",
            "sql：按用户名查询用户；除第一列外均可省略。");
    static final IniKey<URI> LDAP_URL = new IniKey<>(
            SECTION,
            "LDAPUrl",
            "",
            ValueType.url("ldap", "ldaps"),
            "ldap: address of the directory (ldaps://host or ldap://host).",
            "ldap：目录服务器地址（ldaps://host 或 ldap://host）。");
    static final IniKey<Boolean> LDAP_START_TLS = new IniKey<>(
            SECTION,
            "LDAPStartTLS",
            "1",
            ValueType.flag(),
            "ldap: 1: ldap:// goes over to TLS first; 0: passwords travel in clear text.",
            "ldap：1：ldap:// 先切换到 TLS；0：密码明文传输。");
    static final IniKey<String> LDAP_CERTIFICATE_FILE = new IniKey<>(
            SECTION,
            "LDAPCertificateFile",
            "",
            ValueType.text(MAX_PATH_BYTES),
            "ldap: PEM file of the authorities to trust; empty: those of Java.",
            "ldap：信任的 CA 证书文件（PEM）；空为 Java 自带。");
    static final IniKey<String> LDAP_BIND_DN = new IniKey<>(
            SECTION,
            "LDAPBindDN",
            "",
            ValueType.text(MAX_TEXT_BYTES),
            "ldap: whom to search as; empty: anonymous.",
            "ldap：用于查询的 DN；空为匿名。");
    static final IniKey<String> LDAP_BIND_PASSWORD = new IniKey<String>(
                    SECTION,
                    "LDAPBindPassword",
                    "",
                    ValueType.text(MAX_TEXT_BYTES),
                    "ldap: with which password.",
                    "ldap：查询所用的密码。")
            .asSecret();
    static final IniKey<String> LDAP_BASE_DN = new IniKey<>(
            SECTION,
            "LDAPBaseDN",
            "",
            ValueType.text(MAX_TEXT_BYTES),
            "ldap: where users are searched.",
            "ldap：查询用户的起点。");
    static final IniKey<String> LDAP_FILTER = new IniKey<>(
            SECTION,
            "LDAPFilter",
            "(uid={name})",
            ValueType.ldapFilter(),
            "ldap: finds a user; {name} is the login name.",
            "ldap：查询条件，{name} 为登录名。");
    static final IniKey<String> LDAP_NAME_ATTRIBUTE = new IniKey<>(
            SECTION,
            "LDAPNameAttribute",
            "uid",
            ValueType.text(MAX_TEXT_BYTES),
            "ldap: the login name in the spelling of the directory.",
            "ldap：登录名属性。");
    static final IniKey<String> LDAP_USER_ID_ATTRIBUTE = new IniKey<>(
            SECTION,
            "LDAPUserIdAttribute",
            "",
            ValueType.text(MAX_TEXT_BYTES),
            "ldap: the user's number (uidNumber); empty: allotted by the server.",
            "ldap：用户编号属性（uidNumber）；空为由服务器分配。");
    static final IniKey<String> LDAP_LEVEL_ATTRIBUTE = new IniKey<>(
            SECTION,
            "LDAPLevelAttribute",
            "",
            ValueType.text(MAX_TEXT_BYTES),
            "ldap: the user's level; empty: 0.",
            "ldap：用户级别属性；空为 0。");
    static final IniKey<String> LDAP_NICKNAME_ATTRIBUTE = new IniKey<>(
            SECTION,
            "LDAPNicknameAttribute",
            "cn",
            ValueType.text(MAX_TEXT_BYTES),
            "ldap: the name that others see; empty: the login name.",
            "ldap：昵称属性；空为登录名。");
    static final IniKey<URI> HTTP_URL = new IniKey<>(
            SECTION,
            "HTTPUrl",
            "",
            ValueType.url("http", "https"),
            "http: where logins are sent (https://host/path).",
            "http：验证登录的地址（https://host/path）。");
    static final IniKey<String> HTTP_SECRET = new IniKey<String>(
                    SECTION,
                    "HTTPSecret",
                    "",
                    ValueType.text(MAX_TEXT_BYTES),
                    "http: bearer token that goes with each request; empty: none.",
                    "http：请求所带的 Bearer 令牌；空为不带。")
            .asSecret();
    static final IniKey<String> HTTP_CERTIFICATE_FILE = new IniKey<>(
            SECTION,
            "HTTPCertificateFile",
            "",
            ValueType.text(MAX_PATH_BYTES),
            "http: PEM file of the authorities to trust; empty: those of Java.",
            "http：信任的 CA 证书文件（PEM）；空为 Java 自带。");

    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL = List.of(
            HTPASSWD_FILE,
            JWT_KEYS_FILE,
            JWT_ISSUER,
            JWT_AUDIENCE,
            JWT_NAME_CLAIM,
            SQL_URL,
            SQL_USER,
            SQL_PASSWORD,
            SQL_QUERY,
            LDAP_URL,
            LDAP_START_TLS,
            LDAP_CERTIFICATE_FILE,
            LDAP_BIND_DN,
            LDAP_BIND_PASSWORD,
            LDAP_BASE_DN,
            LDAP_FILTER,
            LDAP_NAME_ATTRIBUTE,
            LDAP_USER_ID_ATTRIBUTE,
            LDAP_LEVEL_ATTRIBUTE,
            LDAP_NICKNAME_ATTRIBUTE,
            HTTP_URL,
            HTTP_SECRET,
            HTTP_CERTIFICATE_FILE);

    private UserSourceDetailKeys() {}
}
