package org.anychat.runtime.config;

import java.util.List;

/** The keys of [License Settings]: this server's own, around the licence file of the manual's chapter 5. */
final class LicenseKeys {
    private static final String SECTION = "License Settings";
    private static final int MAX_PATH_BYTES = 1024;

    static final IniKey<String> LICENSE_PUBLIC_KEY = new IniKey<>(
            SECTION,
            "LicensePublicKey",
            "AnyChat.pub",
            ValueType.text(MAX_PATH_BYTES),
            "PEM file of the public key of the licence's issuer.",
            "授权证书签发者的公钥文件（PEM）。");
    static final IniKey<Integer> LICENSE_CHECK_SECONDS = new IniKey<>(
            SECTION,
            "LicenseCheckSeconds",
            "60",
            ValueType.range(1, 86_400),
            "How often the licence, its UKey or its domain is checked again, in seconds.",
            "运行中重新检查授权（证书、UKey、域名）的间隔（秒）。");
    static final IniKey<Integer> LICENSE_GRACE_SECONDS = new IniKey<>(
            SECTION,
            "LicenseGraceSeconds",
            "3600",
            ValueType.range(0, 2_592_000),
            "How long new logins are admitted after such a check has failed, in seconds; never beyond expiry.",
            "检查失败后仍允许新用户登录的宽限时间（秒）；授权到期不适用。");
    static final IniKey<Integer> LICENSE_DOMAIN_PORT = new IniKey<>(
            SECTION,
            "LicenseDomainPort",
            "0",
            ValueType.port(),
            "TCP port at which a licensed domain reaches this server; 0: the first of TCPListenPort.",
            "通过绑定域名访问本服务器的 TCP 端口；0 为 TCPListenPort 的第一个端口。");
    static final IniKey<String> UKEY_LIBRARY = new IniKey<>(
            SECTION,
            "UKeyLibrary",
            "",
            ValueType.text(MAX_PATH_BYTES),
            "PKCS#11 library of the UKey's vendor, with its full path; empty: no UKey.",
            "UKey 厂商的 PKCS#11 库文件（完整路径）；空为不使用 UKey。");
    static final IniKey<String> UKEY_PIN = new IniKey<String>(
                    SECTION, "UKeyPin", "", ValueType.text(64), "The UKey's user PIN.", "UKey 的用户 PIN 码。")
            .asSecret();

    static final IniKey<Integer> UKEY_SLOT = new IniKey<>(
            SECTION,
            "UKeySlot",
            "-1",
            ValueType.range(-1, 255),
            "The UKey's slot, counted from 0; -1: the only one with a token.",
            "UKey 所在的插槽序号，从 0 开始；-1 为唯一插有 UKey 的插槽。");

    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL = List.of(
            LICENSE_PUBLIC_KEY,
            LICENSE_CHECK_SECONDS,
            LICENSE_GRACE_SECONDS,
            LICENSE_DOMAIN_PORT,
            UKEY_LIBRARY,
            UKEY_PIN,
            UKEY_SLOT);

    private LicenseKeys() {}
}
