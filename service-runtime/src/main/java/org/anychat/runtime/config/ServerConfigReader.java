package org.anychat.runtime.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.anychat.runtime.config.NetworkConfig.TlsFiles;

/** Makes the records from the values of an ini. */
final class ServerConfigReader {
    /** Widths and heights of {@code VideoSize} 1 to 7 (manual, chapter 3.4); 0 is the custom size. */
    private static final int[][] SIZES = {
        {0, 0}, {160, 120}, {176, 144}, {320, 240}, {352, 288}, {528, 384}, {640, 480}, {704, 576}
    };

    private static final String DEFAULT_FILES = "temp";

    /** Of {@code ExternFlags}: the licence's content goes to the log. */
    private static final int LOG_LICENSE = 64;

    private final IniValues values;
    private final Path directory;

    ServerConfigReader(IniValues values, Path directory) {
        this.values = values;
        this.directory = directory;
    }

    ServerConfig read() {
        ClusterConfig cluster = new ClusterReader(values).read();
        ServerConfig config = new ServerConfig(
                base(),
                network(),
                p2p(),
                video(),
                audio(),
                function(),
                exchange(),
                userSource(),
                standby(),
                cluster,
                monitor(cluster),
                new AdminConfig(
                        values.value(AdminKeys.ADMIN_CONSOLE),
                        values.value(AdminKeys.ADMIN_PLAIN_TEXT),
                        values.value(AdminKeys.ADMIN_IDLE_MINUTES),
                        values.value(AdminKeys.ADMIN_SESSION_HOURS)),
                licensing(),
                log());
        MediaRules rules = new MediaRules(values);
        rules.check(config.video());
        rules.check(config.audio());
        return config;
    }

    private MonitorConfig monitor(ClusterConfig cluster) {
        MonitorConfig monitor =
                new MonitorConfig(values.value(MonitorKeys.MONITOR_PORT), values.value(MonitorKeys.MONITOR_ADDRESS));
        if (monitor.isInCluster() && !cluster.isClustered()) {
            values.violate(
                    MonitorKeys.MONITOR_ADDRESS,
                    "a process alone has no address in a cluster. Set ClusterMembers, or name an address.");
        }
        return monitor;
    }

    private BaseConfig base() {
        return new BaseConfig(
                values.value(BaseKeys.SERVER_ID),
                values.value(BaseKeys.SDK_AUTH_PASS),
                values.value(BaseKeys.DEMO_MODE),
                values.value(BaseKeys.SHOW_TRAY_ICON),
                values.value(BaseKeys.DEMO_USER_LIMIT),
                values.value(BaseKeys.SESSION_KEEP_SECONDS));
    }

    private NetworkConfig network() {
        List<String> addresses = values.value(BaseKeys.ADVERTISED_ADDRESS);
        Optional<PortRange> published = values.value(BaseKeys.ADVERTISED_UDP_PORTS);
        if (addresses.isEmpty() && published.filter(range -> !range.isOne()).isPresent()) {
            values.violate(
                    BaseKeys.ADVERTISED_UDP_PORTS,
                    "a range is searched at AdvertisedAddress, and there is none. Set AdvertisedAddress, or one port.");
        }
        return new NetworkConfig(
                values.value(BaseKeys.LISTEN_ADDRESS),
                values.value(BaseKeys.TCP_LISTEN_PORT),
                values.value(BaseKeys.UDP_SERVICE_PORT),
                values.value(BaseKeys.MEDIA_TCP_PORT),
                addresses,
                published,
                values.value(BaseKeys.ADVERTISED_TCP_PORTS),
                values.value(BaseKeys.STUN_SERVERS),
                values.value(BaseKeys.TCP_SECURITY),
                values.value(BaseKeys.MAX_LINKS_PER_ADDRESS),
                tlsFiles());
    }

    private Optional<TlsFiles> tlsFiles() {
        String certificate = values.value(BaseKeys.TLS_CERTIFICATE_FILE);
        String privateKey = values.value(BaseKeys.TLS_PRIVATE_KEY_FILE);
        if (certificate.isEmpty() != privateKey.isEmpty()) {
            values.violate(
                    certificate.isEmpty() ? BaseKeys.TLS_CERTIFICATE_FILE : BaseKeys.TLS_PRIVATE_KEY_FILE,
                    "TLSCertificateFile and TLSPrivateKeyFile belong together. Set both, or none.");
        }
        Path certificateFile = path(BaseKeys.TLS_CERTIFICATE_FILE, certificate);
        Path privateKeyFile = path(BaseKeys.TLS_PRIVATE_KEY_FILE, privateKey);
        return certificate.isEmpty() ? Optional.empty() : Optional.of(new TlsFiles(certificateFile, privateKeyFile));
    }

    private Path path(IniKey<String> key, String text) {
        try {
            return directory.resolve(text);
        } catch (InvalidPathException e) {
            values.violate(key, "it is no path of a file: " + e.getReason() + ". Correct it.");
            return directory;
        }
    }

    private P2pConfig p2p() {
        return new P2pConfig(
                values.value(P2pKeys.ROUTING_POLICY),
                values.value(P2pKeys.ROUTING_TTL),
                values.value(P2pKeys.ROUTING_MTN),
                values.value(P2pKeys.MAX_PEERS));
    }

    private VideoConfig video() {
        int size = videoSize();
        int width = values.value(VideoKeys.VIDEO_WIDTH);
        int height = values.value(VideoKeys.VIDEO_HEIGHT);
        return new VideoConfig(
                size == 0 ? width : SIZES[size][0],
                size == 0 ? height : SIZES[size][1],
                values.value(VideoKeys.VIDEO_FPS),
                values.value(VideoKeys.VIDEO_GOP_SIZE),
                values.value(VideoKeys.VIDEO_BITRATE),
                values.value(VideoKeys.VIDEO_CODEC),
                values.value(VideoKeys.VIDEO_QUALITY),
                values.value(VideoKeys.VIDEO_PRESET));
    }

    /** Later versions of the product dropped VideoSize, so a width or a height without it is meant to count. */
    private int videoSize() {
        boolean customOnly = !values.has(VideoKeys.VIDEO_SIZE)
                && (values.has(VideoKeys.VIDEO_WIDTH) || values.has(VideoKeys.VIDEO_HEIGHT));
        return customOnly ? 0 : values.value(VideoKeys.VIDEO_SIZE);
    }

    private AudioConfig audio() {
        return new AudioConfig(
                values.value(AudioKeys.AUDIO_SAMPLES_PER_SEC),
                values.value(AudioKeys.AUDIO_CHANNELS),
                values.value(AudioKeys.AUDIO_BITS_PER_SAMPLE),
                values.value(AudioKeys.AUDIO_CODEC),
                values.value(AudioKeys.AUDIO_BITRATE),
                values.value(AudioKeys.AUDIO_REDUNDANCY));
    }

    private FunctionConfig function() {
        return new FunctionConfig(
                values.value(FunctionKeys.CLOSE_FRONT_LINK),
                values.value(FunctionKeys.AUTO_ADD_ROOM),
                filterPlus(),
                values.value(FunctionKeys.ALLOW_GUEST_LOGIN),
                values.value(FunctionKeys.MAX_USERS_PER_ROOM),
                values.value(FunctionKeys.CONTROL_LEVEL),
                values.value(FunctionKeys.PRIVATE_CHAT_TIMEOUT_SECONDS),
                values.value(FunctionKeys.RELAY_LOOPS),
                values.value(FunctionKeys.RELAY_ROOM_LIMIT),
                values.value(FunctionKeys.RELAY_LOUDEST_SPEAKERS),
                values.value(FunctionKeys.RELAY_VIDEOS_PER_VIEWER),
                values.value(FunctionKeys.RELAY_PUBLISHER_BITRATE));
    }

    private Optional<FilterPlusConfig> filterPlus() {
        String file = values.value(FunctionKeys.SDK_FILTER_PLUS);
        FilterPlusConfig plugin = new FilterPlusConfig(
                path(FunctionKeys.SDK_FILTER_PLUS, file).toAbsolutePath(),
                directory,
                values.value(FunctionKeys.SDK_FILTER_TIMEOUT),
                values.value(FunctionKeys.SDK_FILTER_THREADS));
        return file.isEmpty() ? Optional.empty() : Optional.of(plugin);
    }

    private LogConfig log() {
        LogConfig log = new LogConfig(
                values.value(LogKeys.LOG_LEVEL),
                values.value(LogKeys.LOG_MAX_FILE_MB),
                values.value(LogKeys.LOG_KEEP_DAYS),
                values.value(LogKeys.LOG_MAX_TOTAL_MB));
        if (log.maxTotalMb() < log.maxFileMb()) {
            values.violate(LogKeys.LOG_MAX_TOTAL_MB, "it is less than LogMaxFileMB. Raise it, or lower LogMaxFileMB.");
        }
        return log;
    }

    private ExchangeConfig exchange() {
        String folder = values.value(ExchangeKeys.TEMP_FILE_PATH);
        return new ExchangeConfig(
                values.value(ExchangeKeys.VIDEO_CALL_START_ROOM_ID),
                values.value(ExchangeKeys.VIDEO_CALL_ANSWER_SECONDS),
                path(ExchangeKeys.TEMP_FILE_PATH, folder.isEmpty() ? DEFAULT_FILES : folder),
                values.value(ExchangeKeys.TEMP_FILE_QUOTA_MB),
                values.value(ExchangeKeys.TRANS_FILE_MAX_MB));
    }

    private LicensingConfig licensing() {
        String publicKey = values.value(LicenseKeys.LICENSE_PUBLIC_KEY);
        path(LicenseKeys.LICENSE_PUBLIC_KEY, publicKey);
        return new LicensingConfig(
                publicKey,
                values.value(LicenseKeys.LICENSE_CHECK_SECONDS),
                values.value(LicenseKeys.LICENSE_GRACE_SECONDS),
                values.value(LicenseKeys.LICENSE_DOMAIN_PORT),
                values.value(LicenseKeys.UKEY_LIBRARY),
                values.value(LicenseKeys.UKEY_PIN),
                values.value(LicenseKeys.UKEY_SLOT),
                (values.value(FunctionKeys.EXTERN_FLAGS) & LOG_LICENSE) != 0);
    }

    private UserSourceConfig userSource() {
        return new UserSourceReader(values, this::path).read();
    }

    private StandbyConfig standby() {
        StandbyConfig standby = new StandbyConfig(
                values.value(StandbyKeys.SLAVE_MODE),
                values.value(StandbyKeys.MASTER_SERVER_IP),
                values.value(StandbyKeys.MASTER_SERVER_UDP_PORT),
                values.value(StandbyKeys.STANDBY_ADDRESSES),
                witness());
        requireComplete(standby);
        requireThirdParty(standby);
        return standby;
    }

    private Optional<StandbyConfig.Witness> witness() {
        StandbyConfig.Witness named = new StandbyConfig.Witness(
                values.value(StandbyKeys.WITNESS_SERVER_IP),
                values.value(StandbyKeys.WITNESS_SERVER_UDP_PORT),
                values.value(StandbyKeys.SERVE_WITHOUT_WITNESS));
        return named.ip().isEmpty() ? Optional.empty() : Optional.of(named);
    }

    private void requireThirdParty(StandbyConfig standby) {
        standby.witness().ifPresent(witness -> {
            if (values.value(BaseKeys.SDK_AUTH_PASS).isEmpty()) {
                values.violate(
                        BaseKeys.SDK_AUTH_PASS,
                        "a witness (WitnessServerIP) and the servers that have it know each other by it. Set the same on"
                                + " all.");
            }
            boolean isMaster = standby.slaveMode()
                    && witness.ip().equals(standby.masterServerIp())
                    && witness.udpPort() == standby.masterServerUdpPort();
            if (isMaster) {
                values.violate(
                        StandbyKeys.WITNESS_SERVER_IP,
                        "it is the master itself, and a witness is a third server. Name another one, or empty it.");
            }
        });
    }

    private void requireComplete(StandbyConfig standby) {
        if (!standby.slaveMode()) {
            return;
        }
        if (standby.masterServerIp().isEmpty()) {
            values.violate(
                    StandbyKeys.SLAVE_MODE, "a standby server needs MasterServerIP. Set it, or set SlaveMode=0.");
        }
        if (values.value(BaseKeys.SDK_AUTH_PASS).isEmpty()) {
            values.violate(
                    BaseKeys.SDK_AUTH_PASS,
                    "a standby server (SlaveMode=1) and its master know each other by it. Set the same on both.");
        }
        if (values.value(BaseKeys.DEMO_MODE)) {
            values.violate(
                    BaseKeys.DEMO_MODE,
                    "a standby server (SlaveMode=1) serves with its master's licence, and demo mode has none. Set"
                            + " DemoMode=0.");
        }
    }
}
