package org.anychat.runtime.config;

import java.util.List;
import org.anychat.runtime.config.UserSourceConfig.Kind;

/** The keys of [User Source Settings] that hold for all sources: which, how long, who is locked out. */
final class UserSourceKeys {
    private static final String SECTION = "User Source Settings";

    static final IniKey<List<Kind>> USER_SOURCE = new IniKey<>(
            SECTION,
            "UserSource",
            "none",
            ValueType.userSources(),
            "none, or of htpasswd, jwt, sql, ldap, http those that know the users, separated by commas, asked in this order.",
            "用户来源：none，或 htpasswd、jwt、sql、ldap、http 中的若干个，用逗号分隔，按顺序查询。");
    static final IniKey<Integer> USER_SOURCE_TIMEOUT_MS = new IniKey<>(
            SECTION,
            "UserSourceTimeoutMs",
            "3000",
            ValueType.range(100, 4_000),
            "How long the sources may take together, in milliseconds; then 207.",
            "用户来源查询的总时限（毫秒），超时返回 207。");
    static final IniKey<Boolean> USER_SOURCE_TELLS_UNKNOWN = new IniKey<>(
            SECTION,
            "UserSourceTellsUnknown",
            "0",
            ValueType.flag(),
            "1: a client is told that a user does not exist (205); 0: it hears of a wrong password (200).",
            "1：用户不存在时返回 205；0：返回 200，不透露用户是否存在。");
    static final IniKey<Integer> ACCOUNT_LOCKOUT_FAILURES = new IniKey<>(
            SECTION,
            "AccountLockoutFailures",
            "10",
            ValueType.range(0, 1_000),
            "Wrong passwords after which an account is locked (202); 0: never.",
            "同一帐号密码错误多少次后锁定（202）；0 为不锁定。");
    static final IniKey<Integer> ADDRESS_LOCKOUT_FAILURES = new IniKey<>(
            SECTION,
            "AddressLockoutFailures",
            "100",
            ValueType.range(0, 100_000),
            "Wrong passwords after which an address is locked (203); 0: never.",
            "同一地址密码错误多少次后锁定（203）；0 为不锁定。");
    static final IniKey<Integer> LOCKOUT_SECONDS = new IniKey<>(
            SECTION,
            "LockoutSeconds",
            "300",
            ValueType.range(1, 86_400),
            "How long a lock lasts, in seconds.",
            "锁定时间（秒）。");

    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL = List.of(
            USER_SOURCE,
            USER_SOURCE_TIMEOUT_MS,
            USER_SOURCE_TELLS_UNKNOWN,
            ACCOUNT_LOCKOUT_FAILURES,
            ADDRESS_LOCKOUT_FAILURES,
            LOCKOUT_SECONDS);

    private UserSourceKeys() {}
}
