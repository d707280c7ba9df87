package org.anychat.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.anychat.auth.AuthConfig;
import org.anychat.auth.plugin.FilterConfig;
import org.anychat.contracts.ConfigEvents;
import org.anychat.contracts.ConfigEvents.LiveSettings;
import org.anychat.contracts.NodeId;
import org.anychat.gateway.GatewayConfig;
import org.anychat.license.LicenseConfig;
import org.anychat.license.file.SignedLicense;
import org.anychat.license.ukey.UKeyAccess;
import org.anychat.protocol.ClientConfig;
import org.anychat.relay.RelayConfig;
import org.anychat.room.RoomConfig;
import org.anychat.room.bus.CallService;
import org.anychat.room.direct.DirectPolicy;
import org.anychat.room.domain.RelayPolicy;
import org.anychat.room.domain.RoomPolicy;
import org.anychat.room.mesh.MeshPolicy;
import org.anychat.room.routing.RoutingLimits;
import org.anychat.runtime.config.AdminConfig;
import org.anychat.runtime.config.AudioConfig;
import org.anychat.runtime.config.FunctionConfig;
import org.anychat.runtime.config.LicensingConfig;
import org.anychat.runtime.config.NetworkConfig;
import org.anychat.runtime.config.NetworkConfig.TcpSecurity;
import org.anychat.runtime.config.P2pConfig;
import org.anychat.runtime.config.ServerConfig;
import org.anychat.runtime.config.VideoConfig;
import org.anychat.runtime.tls.ServerCertificate;

/** Makes each service's own configuration of the server's. */
record ServiceConfigs(ServerConfig server, NodeId node, Path home) {
    /** Beside the ini, so that bans survive a restart. */
    private static final String BAN_FILE = "AnyChatBans.txt";
    /** What browsers have for the ini's video codecs 1 (H.264) and 2 (MJPEG). */
    private static final String WEB_VIDEO_CODEC = "H264";
    /** Browsers have none of the ini's audio codecs; Opus does at the same bitrate what each of them does. */
    private static final String WEB_AUDIO_CODEC = "opus";

    /** A browser tries several ways for each of its two media connections. */
    private static final int STREAMS_PER_LINK = 8;

    private static final long BYTES_PER_MB = 1_048_576;

    AuthConfig auth() {
        return new AuthConfig(
                server.base().sdkAuthPass(),
                server.base().demoMode(),
                server.function().closeFrontLink(),
                server.function().allowGuestLogin(),
                new AuthConfig.Control(server.function().controlLevel(), Optional.of(home.resolve(BAN_FILE))),
                server.userSource(),
                server.function()
                        .sdkFilterPlus()
                        .map(plugin ->
                                new FilterConfig(plugin.file(), plugin.home(), plugin.timeoutMs(), plugin.threads())),
                sessionKeepMs());
    }

    LicenseConfig license() {
        LicensingConfig licensing = server.licensing();
        int domainPort = licensing.domainPort();
        return new LicenseConfig(
                server.base().demoMode(),
                server.base().demoUserLimit(),
                home.resolve(SignedLicense.FILE_NAME),
                home.resolve(licensing.publicKey()),
                TimeUnit.SECONDS.toMillis(licensing.checkSeconds()),
                TimeUnit.SECONDS.toMillis(licensing.graceSeconds()),
                new UKeyAccess(licensing.ukeyLibrary(), licensing.ukeyPin(), licensing.ukeySlot()),
                domainPort == 0 ? server.network().tcpPorts().get(0) : domainPort,
                licensing.logContent(),
                false);
    }

    RoomConfig room() {
        RoomPolicy policy = new RoomPolicy(
                server.base().demoMode(),
                server.function().autoAddRoom(),
                server.function().maxUsersPerRoom());
        CallService.Settings calls = new CallService.Settings(
                server.exchange().videoCallStartRoomId(), server.exchange().videoCallAnswerSeconds());
        return new RoomConfig(
                policy,
                RelayPolicy.DEFAULT.withRoomLimit(server.function().relayRoomLimit()),
                TimeUnit.SECONDS.toMillis(server.function().privateChatTimeoutSeconds()),
                calls,
                server.function().sdkFilterPlus().isPresent(),
                sessionKeepMs(),
                DirectPolicy.OFF.withMaxPeers(server.p2p().directPeers()),
                mesh(server.p2p()));
    }

    private static MeshPolicy mesh(P2pConfig config) {
        RoutingLimits limits = new RoutingLimits(config.routingTtl(), config.routingMtn());
        return MeshPolicy.OFF.with(config.isMesh(), config.directPeers() + 1, limits);
    }

    RelayConfig relay() {
        NetworkConfig network = server.network();
        return new RelayConfig(
                node,
                network.listenAddress(),
                network.udpPort(),
                network.advertisedAddresses(),
                network.advertisedUdpPorts(),
                RelayConfig.Streams.of(network.mediaTcpPort(), STREAMS_PER_LINK * network.maxLinksPerAddress()),
                Optional.empty(),
                server.function().relayLoops(),
                new RelayConfig.Codecs(WEB_VIDEO_CODEC, server.audio().redundancy()),
                RelayConfig.Limits.DEFAULT
                        .withPublisherCeiling(server.function().relayPublisherBitrate())
                        .perViewer(
                                server.function().relayLoudestSpeakers(),
                                server.function().relayVideosPerViewer()));
    }

    GatewayConfig gateway(ServerCertificate certificate) {
        NetworkConfig network = server.network();
        GatewayConfig.Listen listen = new GatewayConfig.Listen(
                network.listenAddress(),
                network.tcpPorts(),
                certificate.certificateFile(),
                certificate.privateKeyFile(),
                certificate.notAfter(),
                network.tcpSecurity() == TcpSecurity.OPTIONAL,
                new GatewayConfig.Advertised(
                        network.advertisedAddresses(), network.advertisedTcpPorts(), network.stunServers()));
        return new GatewayConfig(
                node,
                listen,
                !server.base().sdkAuthPass().isEmpty(),
                "AnyChatCoreServer " + BuildVersion.text(),
                client(server.video(), server.audio()),
                GatewayConfig.LinkLimits.STANDARD.withLinksPerAddress(network.maxLinksPerAddress()),
                files(),
                // Where one address may have so many links, it may lose as many at once.
                GatewayConfig.Keeping.standard(sessionKeepMs(), network.maxLinksPerAddress(), List.of()),
                admin());
    }

    private Optional<GatewayConfig.Admin> admin() {
        AdminConfig admin = server.admin();
        return admin.isOn()
                ? Optional.of(new GatewayConfig.Admin(
                        home,
                        admin.plainTextAllowed(),
                        TimeUnit.MINUTES.toMillis(admin.idleMinutes()),
                        TimeUnit.HOURS.toMillis(admin.sessionHours())))
                : Optional.empty();
    }

    private long sessionKeepMs() {
        return TimeUnit.SECONDS.toMillis(server.base().sessionKeepSeconds());
    }

    private GatewayConfig.Files files() {
        return new GatewayConfig.Files(
                server.exchange().tempFilePath(),
                server.exchange().transFileMaxMb() * BYTES_PER_MB,
                server.exchange().tempFileQuotaMb() * BYTES_PER_MB);
    }

    private static ClientConfig client(VideoConfig video, AudioConfig audio) {
        return new ClientConfig(
                new ClientConfig.Video(
                        video.width(),
                        video.height(),
                        video.fps(),
                        video.gopSize(),
                        video.bitrateBps(),
                        video.codec(),
                        video.quality(),
                        video.preset()),
                new ClientConfig.Audio(
                        audio.samplesPerSec(),
                        audio.channels(),
                        audio.bitsPerSample(),
                        audio.codec(),
                        audio.bitrateBps()),
                List.of(),
                new ClientConfig.WebCodecs(WEB_VIDEO_CODEC, WEB_AUDIO_CODEC));
    }

    /** What services are told of that changes without a restart. */
    static LiveSettings live(ServerConfig config) {
        VideoConfig video = config.video();
        AudioConfig audio = config.audio();
        FunctionConfig function = config.function();
        return new LiveSettings(
                new ConfigEvents.Media(
                        new ConfigEvents.Video(
                                video.width(),
                                video.height(),
                                video.fps(),
                                video.gopSize(),
                                video.bitrateBps(),
                                video.codec(),
                                video.quality(),
                                video.preset()),
                        new ConfigEvents.Audio(
                                audio.samplesPerSec(),
                                audio.channels(),
                                audio.bitsPerSample(),
                                audio.codec(),
                                audio.bitrateBps()),
                        WEB_VIDEO_CODEC,
                        WEB_AUDIO_CODEC),
                new ConfigEvents.Logins(function.closeFrontLink(), function.allowGuestLogin()),
                new ConfigEvents.Rooms(
                        function.autoAddRoom(),
                        function.maxUsersPerRoom(),
                        config.p2p().directPeers(),
                        trees(config.p2p())));
    }

    private static ConfigEvents.Trees trees(P2pConfig config) {
        return config.isMesh() ? new ConfigEvents.Trees(config.routingTtl(), config.routingMtn()) : null;
    }
}
