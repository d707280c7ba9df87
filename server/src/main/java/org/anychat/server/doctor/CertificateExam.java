package org.anychat.server.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.anychat.runtime.config.ConfigException;
import org.anychat.runtime.config.NetworkConfig.TlsFiles;
import org.anychat.runtime.config.ServiceKind;
import org.anychat.runtime.tls.ServerCertificate;

/** The certificate's files: dates, key, names, chain. */
final class CertificateExam implements Examination {
    static final int WARN_DAYS = 14;

    private static final String CHECK = "certificate";
    private static final long MAX_BYTES = 1 << 20;
    private static final int NAME_VALUE = 1;

    @Override
    public void examine(Patient patient, Findings findings) {
        if (!patient.has(ServiceKind.GATEWAY)) {
            return;
        }
        Optional<TlsFiles> configured = patient.config().network().tlsFiles();
        Path file = configured
                .map(TlsFiles::certificate)
                .orElse(patient.home().resolve(ServerCertificate.CERTIFICATE_NAME));
        if (configured.isEmpty() && !Files.exists(file)) {
            findings.ok(CHECK, Words.of("the server makes its own at its start", "服务器启动时会自动生成证书"));
            return;
        }
        List<X509Certificate> chain;
        try {
            chain = read(file);
        } catch (IOException | GeneralSecurityException e) {
            findings.fail(
                    CHECK,
                    Words.of("%s cannot be read: %s", "%s 无法读取：%s", file, e.getMessage()),
                    Words.of("It is a PEM file, the certificate first, then its chain.", "应为 PEM 文件：先是证书，后是证书链。"));
            return;
        }
        if (dates(CHECK, chain.get(0), patient.now(), configured.isPresent(), findings)) {
            configured.ifPresent(files -> key(files, patient.now(), findings));
        }
        names(patient, chain.get(0), findings);
        if (configured.isPresent()) {
            chain(chain, findings);
        }
    }

    private static List<X509Certificate> read(Path file) throws IOException, GeneralSecurityException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("larger than a certificate");
        }
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (all.isEmpty()) {
                throw new IOException("no certificate in it");
            }
            return all.stream().map(X509Certificate.class::cast).toList();
        }
    }

    /** Whether it is valid now; tells what it finds. */
    static boolean dates(String check, X509Certificate certificate, Instant now, boolean renewable, Findings findings) {
        Instant end = certificate.getNotAfter().toInstant();
        Instant begin = certificate.getNotBefore().toInstant();
        Words renew = renewable
                ? Words.of("Renew it and restart the server.", "请更新证书并重启服务器。")
                : Words.of("Restart the server: it makes a new one.", "请重启服务器，它会生成新证书。");
        if (now.isAfter(end)) {
            findings.fail(check, Words.of("the TLS certificate has expired on %s", "TLS 证书已于 %s 过期", end), renew);
            return false;
        }
        if (now.isBefore(begin)) {
            findings.fail(
                    check,
                    Words.of("the TLS certificate is not valid before %s", "TLS 证书在 %s 之前无效", begin),
                    Words.of("Set this machine's clock, or get another certificate.", "请校准本机时钟，或更换证书。"));
            return false;
        }
        long days = Duration.between(now, end).toDays();
        if (days < WARN_DAYS) {
            findings.warn(check, Words.of("the TLS certificate expires in %d days", "TLS 证书将在 %d 天后过期", days), renew);
        } else {
            findings.ok(check, Words.of("the TLS certificate is valid until %s", "TLS 证书有效期至 %s", end));
        }
        return true;
    }

    private static void key(TlsFiles files, Instant now, Findings findings) {
        try {
            ServerCertificate.configured(files, now);
            findings.ok("certificate.key", Words.of("the key is that of the certificate", "私钥与证书匹配"));
        } catch (ConfigException e) {
            findings.fail(
                    "certificate.key",
                    Words.same(e.getMessage()),
                    Words.of(
                            "TLSPrivateKeyFile is the key that the certificate was made with, PEM, not encrypted.",
                            "TLSPrivateKeyFile 应为生成该证书所用的私钥（PEM，未加密）。"));
        }
    }

    private static void names(Patient patient, X509Certificate certificate, Findings findings) {
        List<String> names = names(certificate);
        List<String> missing = patient.config().network().advertisedAddresses().stream()
                .filter(address -> names.stream().noneMatch(name -> covers(name, address)))
                .toList();
        if (missing.isEmpty()) {
            findings.ok("certificate.names", Words.of("made out to %s", "颁发给 %s", String.join(", ", names)));
        } else {
            findings.warn(
                    "certificate.names",
                    Words.of(
                            "made out to %s, not to %s",
                            "颁发给 %s，不含 %s", String.join(", ", names), String.join(", ", missing)),
                    Words.of(
                            "Right where people come by one of its names; else browsers warn: get one with the missing names.",
                            "若用户通过证书中的名称访问则无碍；否则浏览器会警告：请使用包含这些名称的证书。"));
        }
    }

    /** What a certificate is made out to. */
    static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            return alternatives == null
                    ? List.of()
                    : alternatives.stream()
                            .map(entry -> String.valueOf(entry.get(NAME_VALUE)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** Whether a name, perhaps with a star, is that of a host. */
    static boolean covers(String name, String host) {
        if (name.startsWith("*.")) {
            int dot = host.indexOf('.');
            return dot > 0 && host.substring(dot).equalsIgnoreCase(name.substring(1));
        }
        if (name.equalsIgnoreCase(host)) {
            return true;
        }
        try {
            boolean literals = isLiteral(name) && isLiteral(host);
            return literals && InetAddress.getByName(name).equals(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isLiteral(String text) {
        return text.indexOf(':') >= 0 || text.matches("[0-9.]+");
    }

    private static void chain(List<X509Certificate> chain, Findings findings) {
        X509Certificate leaf = chain.get(0);
        boolean selfSigned = leaf.getSubjectX500Principal().equals(leaf.getIssuerX500Principal());
        if (selfSigned) {
            findings.warn(
                    "certificate.chain",
                    Words.of("signed by nobody but itself", "自签名证书"),
                    Words.of(
                            "Browsers ask once; a certificate of an authority is free of that.",
                            "浏览器会提示一次；由受信机构签发的证书则不会。"));
            return;
        }
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!signs(chain.get(i + 1), chain.get(i))) {
                findings.fail(
                        "certificate.chain",
                        Words.of(
                                "certificate %d of the file has not signed the one before it",
                                "文件中第 %d 个证书不是前一个的签发者", i + 2),
                        Words.of("The server's first, then its issuer, and so on.", "顺序应为：服务器证书、其签发者，依此类推。"));
                return;
            }
        }
        if (chain.size() == 1) {
            findings.warn(
                    "certificate.chain",
                    Words.of(
                            "the file has no certificate of the issuer, %s",
                            "文件中没有签发者 %s 的证书", leaf.getIssuerX500Principal()),
                    Words.of(
                            "Append the intermediate certificates (fullchain.pem): not every client finds them by itself.",
                            "请附上中间证书（fullchain.pem）：并非每个客户端都能自行找到。"));
        } else {
            findings.ok(
                    "certificate.chain",
                    Words.of("%d certificates, each signed by the next", "%d 个证书，依次签发", chain.size()));
        }
    }

    private static boolean signs(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
