package org.anychat.runtime.config;

import java.util.List;

/** The keys of [Admin Settings]: the dashboard of operators. Not of the manual. */
final class AdminKeys {
    private static final String SECTION = "Admin Settings";

    static final IniKey<Boolean> ADMIN_CONSOLE = new IniKey<>(
            SECTION,
            "AdminConsole",
            "1",
            ValueType.flag(),
            "1: the gateway serves the dashboard at /admin, to those who log in; 0: it does not.",
            "1：网关在 /admin 提供管理页面，登录后可用；0：不提供。");
    static final IniKey<Boolean> ADMIN_PLAIN_TEXT = new IniKey<>(
            SECTION,
            "AdminPlainText",
            "0",
            ValueType.flag(),
            "1: other machines reach the dashboard without TLS, as behind a proxy that ends it; 0: this machine alone may.",
            "1：其他机器可不经 TLS 访问管理页面（如由代理终止 TLS）；0：仅本机可以。");
    static final IniKey<Integer> ADMIN_IDLE_MINUTES = new IniKey<>(
            SECTION,
            "AdminIdleMinutes",
            "30",
            ValueType.range(1, 1440),
            "After how many minutes without a sign of its operator the dashboard wants a new login.",
            "管理员无操作多少分钟后须重新登录。");
    static final IniKey<Integer> ADMIN_SESSION_HOURS = new IniKey<>(
            SECTION,
            "AdminSessionHours",
            "12",
            ValueType.range(1, 168),
            "After how many hours the dashboard wants a new login in any case.",
            "无论是否操作，登录满多少小时后须重新登录。");

    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL =
            List.of(ADMIN_CONSOLE, ADMIN_PLAIN_TEXT, ADMIN_IDLE_MINUTES, ADMIN_SESSION_HOURS);

    private AdminKeys() {}
}
