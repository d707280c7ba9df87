package org.anychat.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.anychat.runtime.config.NetworkConfig.TcpSecurity;
import org.anychat.runtime.config.NetworkConfig.TlsFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ServerConfigFileTest {
    private static final String EVERY_KEY = """
            [Base Settings]
            ServerID=7
            TCPListenPort=8906, 443
            UDPServicePort=9000
            MediaTCPPort=9001
            SDKAuthPass=pass#word
            DemoMode=0
            ShowTrayIcon=0
            ListenAddress=127.0.0.1
            AdvertisedAddress=203.0.113.5, 2001:db8::1, av.example.org
            AdvertisedUDPPorts=8907 - 8916
            AdvertisedTCPPorts=8906, 443
            STUNServers=stun.example.org, 192.0.2.7:3478
            TCPSecurity=Optional
            TLSCertificateFile=tls/server.crt
            TLSPrivateKeyFile=/etc/anychat/server.key
            DemoUserLimit=5
            MaxLinksPerAddress=300
            SessionKeepSeconds=0
            [P2P Settings]
            RoutingPolicy=3
            RoutingTTL=5
            RoutingMTN=6
            P2PMaxPeers=7
            [Video Settings]
            VideoSize=0
            VideoWidth=1280
            VideoHeight=720
            VideoFPS=25
            VideoGOPSize=100
            VideoBitrate=0
            VideoCodec=1
            VideoQuality=5
            VideoPreset=1
            [Audio Settings]
            AudioSamplesPerSec=44100
            AudioChannels=2
            AudioBitsPerSample=24
            AudioCodec=13
            AudioBitrate=64000
            AudioRedundancy=0
            [Function Settings]
            CloseFrontLink=1
            AutoAddRoom=0
            SDKFilterPlus=plugin.jar
            SDKFilterTimeout=1500
            SDKFilterThreads=8
            AllowGuestLogin=0
            MaxUsersPerRoom=20
            RelayLoops=4
            RelayLoudestSpeakers=6
            RelayVideosPerViewer=9
            RelayPublisherBitrate=3000000
            VideoCallStartRoomId=1
            VideoCallAnswerSeconds=30
            TempFilePath=/var/anychat/files
            TempFileQuotaMB=500
            TransFileMaxMB=20
            ExternFlags=65
            [Standby Server Settings]
            SlaveMode=1
            MasterServerIP=192.0.2.1
            MasterServerUDPPort=8917
            StandbyAddresses=192.0.2.1:8906, standby.example.org:8906
            WitnessServerIP=192.0.2.3
            WitnessServerUDPPort=8927
            ServeWithoutWitness=1
            [Cluster Settings]
            Services=Relay, gateway
            ClusterMembers=control-1, 192.0.2.9:5711, [2001:db8::9]:5711
            NodeName=edge-1
            ClusterAddress=192.0.2.7
            ClusterPort=5711
            ClusterBusPort=0
            ClusterSecret=a secret of the cluster
            [Monitor Settings]
            MonitorPort=8908
            MonitorAddress=192.0.2.8
            [Admin Settings]
            AdminConsole=0
            AdminPlainText=1
            AdminIdleMinutes=5
            AdminSessionHours=1
            [Log Settings]
            LogLevel=Debug
            LogMaxFileMB=5
            LogKeepDays=30
            LogMaxTotalMB=200
            [License Settings]
            LicensePublicKey=keys/issuer.pub
            LicenseCheckSeconds=5
            LicenseGraceSeconds=6
            LicenseDomainPort=443
            UKeyLibrary=/usr/lib/token.so
            UKeyPin=1234
            UKeySlot=2
            """;

    @TempDir
    private Path directory;

    private LoadedConfig load(String text) {
        return load(text.getBytes(StandardCharsets.UTF_8));
    }

    private LoadedConfig load(byte[] bytes) {
        try {
            return ServerConfigFile.load(Files.write(file(), bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path file() {
        return directory.resolve(ServerConfigFile.NAME);
    }

    private List<String> violationsOf(String text) {
        return assertThrows(ConfigException.class, () -> load(text)).violations();
    }

    private static ServerConfig defaults(Path folder) {
        return new ServerConfig(
                new BaseConfig(1, "", true, true, 50, 30),
                new NetworkConfig(
                        "0.0.0.0",
                        List.of(8906),
                        8907,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        TcpSecurity.REQUIRED,
                        200,
                        Optional.empty()),
                new P2pConfig(2, 3, 4, 1),
                new VideoConfig(320, 240, 8, 32, 60_000, 1, 3, 3),
                new AudioConfig(16_000, 1, 16, 11, 15_850, true),
                new FunctionConfig(false, true, Optional.empty(), true, 100, 100, 30, 0, 500, 8, 0, 12_000_000),
                new ExchangeConfig(100_000, 60, folder.toAbsolutePath().resolve("temp"), 10_240, 1_024),
                UserSourceConfigTest.defaults(folder.toAbsolutePath()),
                new StandbyConfig(false, "", 8907, List.of(), Optional.empty()),
                ClusterConfig.ALONE,
                new MonitorConfig(0, "127.0.0.1"),
                new AdminConfig(true, false, 30, 12),
                new LicensingConfig("AnyChat.pub", 60, 3600, 0, "", "", -1, false),
                LogConfig.DEFAULT);
    }

    @Test
    void shouldWriteADefaultFileThatReadsBackAsTheDefaults() throws IOException {
        LoadedConfig created = ServerConfigFile.load(file());
        LoadedConfig again = ServerConfigFile.load(file());
        assertTrue(created.created());
        assertFalse(again.created());
        assertEquals(defaults(directory), created.config());
        assertEquals(defaults(directory), again.config());
        assertEquals(List.of(), again.warnings());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(file()), files.toList());
        }
    }

    @Test
    void shouldExplainEveryKeyInTheDefaultFileInBothLanguages() {
        for (IniKey<?> key : IniKeys.ALL) {
            String entry =
                    "; " + key.english() + "\n; " + key.chinese() + "\n" + key.name() + "=" + key.defaultText() + "\n";
            assertTrue(ServerConfigFile.defaultText().contains(entry), key.name());
        }
    }

    @Test
    void shouldGoOnWithTheDefaultsWhereTheFileCannotBeWritten() {
        Path nowhere = directory.resolve("missing").resolve(ServerConfigFile.NAME);
        LoadedConfig loaded = ServerConfigFile.load(nowhere);
        assertEquals(defaults(nowhere.getParent()), loaded.config());
        assertFalse(loaded.created());
        assertEquals(1, loaded.warnings().size());
    }

    @Test
    void shouldReadEveryKey() {
        ServerConfig config = load(EVERY_KEY).config();
        Path certificate = directory.toAbsolutePath().resolve("tls/server.crt");
        assertEquals(
                new ServerConfig(
                        new BaseConfig(7, "pass#word", false, false, 5, 0),
                        new NetworkConfig(
                                "127.0.0.1",
                                List.of(8906, 443),
                                9000,
                                Optional.of(9001),
                                List.of("203.0.113.5", "2001:db8::1", "av.example.org"),
                                Optional.of(new PortRange(8907, 8916)),
                                List.of(8906, 443),
                                List.of("stun.example.org", "192.0.2.7:3478"),
                                TcpSecurity.OPTIONAL,
                                300,
                                Optional.of(new TlsFiles(certificate, Path.of("/etc/anychat/server.key")))),
                        new P2pConfig(3, 5, 6, 7),
                        new VideoConfig(1280, 720, 25, 100, 0, 1, 5, 1),
                        new AudioConfig(44_100, 2, 24, 13, 64_000, false),
                        new FunctionConfig(
                                true,
                                false,
                                Optional.of(new FilterPlusConfig(directory.resolve("plugin.jar"), directory, 1500, 8)),
                                false,
                                20,
                                100,
                                30,
                                4,
                                500,
                                6,
                                9,
                                3_000_000),
                        new ExchangeConfig(1, 30, Path.of("/var/anychat/files"), 500, 20),
                        UserSourceConfigTest.defaults(directory.toAbsolutePath()),
                        new StandbyConfig(
                                true,
                                "192.0.2.1",
                                8917,
                                List.of("192.0.2.1:8906", "standby.example.org:8906"),
                                Optional.of(new StandbyConfig.Witness("192.0.2.3", 8927, true))),
                        new ClusterConfig(
                                Set.of(ServiceKind.GATEWAY, ServiceKind.RELAY),
                                List.of("control-1", "192.0.2.9:5711", "[2001:db8::9]:5711"),
                                "edge-1",
                                "192.0.2.7",
                                5711,
                                0,
                                "a secret of the cluster"),
                        new MonitorConfig(8908, "192.0.2.8"),
                        new AdminConfig(false, true, 5, 1),
                        new LicensingConfig("keys/issuer.pub", 5, 6, 443, "/usr/lib/token.so", "1234", 2, true),
                        new LogConfig(LogConfig.Level.DEBUG, 5, 30, 200)),
                config);
    }

    @ParameterizedTest
    @CsvSource({"1,160,120", "2,176,144", "3,320,240", "4,352,288", "5,528,384", "6,640,480", "7,704,576"})
    void shouldTakeThePictureFromVideoSize(int size, int width, int height) {
        VideoConfig video = load("[Video Settings]\nVideoSize=" + size + "\nVideoWidth=99\n")
                .config()
                .video();
        assertEquals(width, video.width());
        assertEquals(height, video.height());
    }

    @Test
    void shouldTakeTheCustomPictureWhereVideoSizeIsAbsent() {
        VideoConfig video = load("[Video Settings]\nVideoWidth=640\nVideoHeight=360\n")
                .config()
                .video();
        assertEquals(640, video.width());
        assertEquals(360, video.height());
    }

    @Test
    void shouldReadByteOrderMarkWindowsLinesCommentsQuotesAndAnyCase() {
        String text = """
                ; comment
                [base settings] ; note
                # comment
                serverid = 9 ; nine
                SDKAUTHPASS="a ;b ${env:HOME}"
                """;
        LoadedConfig loaded = load("\uFEFF" + text.replace("\n", "\r\n"));
        assertEquals(List.of(), loaded.warnings());
        assertEquals(9, loaded.config().base().serverId());
        assertEquals("a ;b ${env:HOME}", loaded.config().base().sdkAuthPass());
    }

    static Stream<IniKey<?>> keysWithLimits() {
        return IniKeys.ALL.stream()
                .filter(key -> key.type().parse("\u0000no such value").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("keysWithLimits")
    void shouldRefuseAWrongValueOfEachKey(IniKey<?> key) {
        List<String> violations = violationsOf("\n[" + key.section() + "]\n" + key.name() + "=?wrong?\n");
        assertEquals(1, violations.size());
        assertTrue(
                violations
                        .get(0)
                        .startsWith(file() + ", line 3: [" + key.section() + "] " + key.name()
                                + "=?wrong? is not allowed; allowed: "
                                + key.type().allowed() + ". Correct it"),
                violations.get(0));
    }

    @Test
    void shouldLimitEveryKeyButThoseOfFreeText() {
        List<String> free = IniKeys.ALL.stream()
                .filter(key -> keysWithLimits().noneMatch(key::equals))
                .map(IniKey::name)
                .toList();
        assertEquals(
                List.of(
                        "SDKAuthPass",
                        "TLSCertificateFile",
                        "TLSPrivateKeyFile",
                        "TempFilePath",
                        "HtpasswdFile",
                        "JWTKeysFile",
                        "JWTIssuer",
                        "JWTAudience",
                        "JWTNameClaim",
                        "SQLUser",
                        "SQLPassword",
                        "LDAPCertificateFile",
                        "LDAPBindDN",
                        "LDAPBindPassword",
                        "LDAPBaseDN",
                        "LDAPNameAttribute",
                        "LDAPUserIdAttribute",
                        "LDAPLevelAttribute",
                        "LDAPNicknameAttribute",
                        "HTTPSecret",
                        "HTTPCertificateFile",
                        "ClusterSecret",
                        "LicensePublicKey",
                        "UKeyLibrary",
                        "UKeyPin"),
                free);
    }

    @ParameterizedTest
    @CsvSource({"ClusterMembers,a:b:c", "ClusterMembers,[a]:5701", "ClusterMembers,::g", "GatewayAddresses,a:b:c"})
    void shouldSayHowAnAddressWithAPortIsWritten(String key, String value) {
        List<String> violations = violationsOf("[Cluster Settings]\n" + key + "=" + value + "\n");

        assertEquals(1, violations.size());
        assertTrue(violations.get(0).contains(key + "=" + value + " is not allowed"), violations.get(0));
        assertTrue(violations.get(0).contains("in brackets, such as [2001:db8::1]:"), violations.get(0));
    }

    @Test
    void shouldTakeAddressesOfGatewaysInEachForm() {
        assertEquals(
                List.of("gw1.example.org:8906", "192.0.2.9:443", "[2001:db8::9]:8906"),
                load("[Cluster Settings]\nGatewayAddresses=gw1.example.org:8906, 192.0.2.9:443, [2001:db8::9]:8906\n")
                        .config()
                        .cluster()
                        .gatewayAddresses());
    }

    @ParameterizedTest
    @CsvSource({
        "Base Settings,TCPListenPort,65536",
        "Base Settings,TCPListenPort,'8906,8906'",
        "Base Settings,TCPListenPort,'8906,'",
        "Base Settings,TCPListenPort,''",
        "Base Settings,UDPServicePort,-1",
        "Base Settings,DemoUserLimit,0",
        "Base Settings,SessionKeepSeconds,3601",
        "Base Settings,AdvertisedAddress,'a,,b'",
        "Base Settings,AdvertisedAddress,http://a/",
        "P2P Settings,RoutingPolicy,0",
        "P2P Settings,RoutingPolicy,4",
        "P2P Settings,P2PMaxPeers,0",
        "P2P Settings,P2PMaxPeers,31",
        "Video Settings,VideoSize,8",
        "Video Settings,VideoFPS,0",
        "Video Settings,VideoFPS,26",
        "Video Settings,VideoQuality,6",
        "Audio Settings,AudioSamplesPerSec,48000",
        "Audio Settings,AudioChannels,3",
        "Function Settings,MaxUsersPerRoom,0",
        "Function Settings,AutoAddRoom,2",
        "Standby Server Settings,MasterServerUDPPort,0",
        "Cluster Settings,Services,'gateway,turn'",
        "Cluster Settings,Services,'relay'",
        "Cluster Settings,ClusterMembers,control",
        "Cluster Settings,ClusterMembers,'control:0'",
        "Cluster Settings,ClusterMembers,'[::1:5701'",
        "Cluster Settings,GatewayAddresses,gw1.example.org",
        "Cluster Settings,GatewayAddresses,'a:b:c'",
        "Cluster Settings,GatewayAddresses,'2001:db8::1:8906'",
        "Cluster Settings,GatewayAddresses,'[2001:db8::1]'",
        "Cluster Settings,GatewayAddresses,'[gw1.example.org]:8906'",
        "Cluster Settings,GatewayAddresses,'gw1:8906,gw2:0'",
        "Standby Server Settings,StandbyAddresses,standby.example.org",
        "Base Settings,AdvertisedAddress,'a:b:c'",
        "Base Settings,AdvertisedAddress,'203.0.113.5:8907'",
        "Cluster Settings,NodeName,a.b",
        "Cluster Settings,ClusterPort,0"
    })
    void shouldRefuseValuesJustOutOfRange(String section, String key, String value) {
        assertEquals(
                1,
                violationsOf("[" + section + "]\n" + key + "=" + value + "\n").size());
    }

    @Test
    void shouldReportAllViolationsAtOnceInTheOrderOfTheFile() {
        List<String> violations = violationsOf(
                "[Video Settings]\nVideoFPS=99\n\n[Base Settings]\nTCPListenPort=x\nTLSCertificateFile=a.crt\nSDKAuthPass="
                        + "s".repeat(65) + "\n");
        assertEquals(4, violations.size());
        assertTrue(violations.get(0).contains("TLSPrivateKeyFile"), violations.get(0));
        assertTrue(violations.get(1).contains("line 2: [Video Settings] VideoFPS=99"), violations.get(1));
        assertTrue(violations.get(2).contains("line 5: [Base Settings] TCPListenPort=x"), violations.get(2));
        assertTrue(violations.get(3).contains("line 7: [Base Settings] SDKAuthPass=***"), violations.get(3));
    }

    @Test
    void shouldDemandAMasterOfAStandbyServer() {
        List<String> violations = violationsOf("[Standby Server Settings]\nSlaveMode=1\n");
        assertEquals(3, violations.size());
        String all = String.join("\n", violations);
        assertTrue(all.contains("a standby server needs MasterServerIP"), all);
        assertTrue(all.contains("know each other by it"), all);
        assertTrue(all.contains("demo mode has none"), all);
    }

    @Test
    void shouldDemandAClusterOfAMonitorThatIsOpenInIt() {
        List<String> violations = violationsOf("[Monitor Settings]\nMonitorPort=8908\nMonitorAddress=cluster\n");
        assertEquals(1, violations.size());
        assertTrue(violations.get(0).contains("a process alone has no address in a cluster"), violations.get(0));
    }

    @Test
    void shouldDemandAThirdServerAndAPasswordForAWitness() {
        List<String> violations = violationsOf("[Standby Server Settings]\nWitnessServerIP=192.0.2.3\n");
        assertEquals(1, violations.size());
        assertTrue(violations.get(0).contains("a witness (WitnessServerIP)"), violations.get(0));
        violations = violationsOf("""
                [Base Settings]
                SDKAuthPass=long
                DemoMode=0
                [Standby Server Settings]
                SlaveMode=1
                MasterServerIP=192.0.2.1
                WitnessServerIP=192.0.2.1
                """);
        assertEquals(1, violations.size());
        assertTrue(violations.get(0).contains("it is the master itself"), violations.get(0));
    }

    @Test
    void shouldWarnOfUnknownKeysAndNameTheNearest() {
        List<String> warnings =
                load("[Video Settings]\nVideoFSP=9\n[Debug]\nNoSuchThing=1\n").warnings();
        assertEquals(2, warnings.size());
        assertEquals(
                file() + ", line 2: [Video Settings] VideoFSP is not known and has no effect; did you mean"
                        + " [Video Settings] VideoFPS?",
                warnings.get(0));
    }

    @Test
    void shouldWarnOfAKeyThatIsGivenAgainAndTakeTheFirst() {
        LoadedConfig loaded = load("[Base Settings]\nServerID=3\nserverid=4\n");
        assertEquals(3, loaded.config().base().serverId());
        assertTrue(
                loaded.warnings().get(0).contains("line 3"), loaded.warnings().get(0));
        assertTrue(
                loaded.warnings().get(0).contains("line 2 counts"),
                loaded.warnings().get(0));
    }

    @Test
    void shouldNotShowTheContentOfAnUnknownLine() {
        String warning = load("[Base Settings]\nServerID=1\nSDKAuthPas=hunter2\nSDKAuthPass hunter2\n")
                .warnings()
                .toString();
        assertFalse(warning.contains("hunter2"), warning);
    }

    @Test
    void shouldTellKeysWithoutUseFromMistakes() {
        LoadedConfig loaded = load("[Debug Settings]\nautouploadloginfo=1\n[Debug]\nOutputThreadStatus=0\n");
        assertEquals(List.of(), loaded.warnings());
        assertEquals(3, loaded.notes().size());
        assertTrue(
                loaded.notes().get(2).startsWith("AudioCodec=11 (AMR-WB)"),
                loaded.notes().get(2));
        assertTrue(
                loaded.notes()
                        .get(0)
                        .startsWith(file() + ", line 2: [Debug Settings] AutoUploadLogInfo is known, not used:"),
                loaded.notes().get(0));
    }

    @Test
    void shouldHideThePasswordInWords() {
        assertFalse(load("[Base Settings]\nSDKAuthPass=hunter2\n")
                .config()
                .toString()
                .contains("hunter2"));
    }
}
