package org.anychat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.ConfigApi;
import org.anychat.contracts.ConfigApi.ChangeResult;
import org.anychat.contracts.ConfigApi.ChangeSettings;
import org.anychat.contracts.ConfigApi.EffectiveSettings;
import org.anychat.contracts.ConfigApi.GetEffective;
import org.anychat.contracts.ConfigApi.NewValue;
import org.anychat.contracts.ConfigApi.Reload;
import org.anychat.contracts.ConfigApi.Setting;
import org.anychat.contracts.ConfigEvents;
import org.anychat.contracts.ConfigEvents.LiveSettings;
import org.anychat.contracts.ConfigOrders;
import org.anychat.contracts.ConfigOrders.ChangeEverywhere;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceEvents;
import org.anychat.contracts.ServiceEvents.ServiceStarted;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.config.Overrides;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard's way to the configuration, over a real bus. */
class ConfigServiceIT {
    private static final long WAIT_SECONDS = 20;
    private static final NodeId NODE = new NodeId("n");

    @TempDir
    Path home;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final ConfigApi config = bus.proxy(ConfigApi.class, Addresses.config(NODE));
    private final BlockingQueue<LiveSettings> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        write("[Base Settings]\nSDKAuthPass=hunter2\n[Video Settings]\nVideoFPS=9\n");
        ConfigSource source = new ConfigSource(home, Overrides.NONE);
        ConfigService service = new ConfigService(vertx, bus, NODE, source, source.load(), log -> {});
        get(bus.serve(ConfigEvents.class, Addresses.CONFIG_EVENTS, told::add));
        get(bus.serve(ConfigApi.class, Addresses.config(NODE), service));
        get(bus.serve(ConfigOrders.class, Addresses.CONFIG_ORDERS, service));
        get(bus.serve(ServiceEvents.class, Addresses.SERVICE_EVENTS, service));
    }

    @AfterEach
    void stop() throws Exception {
        get(vertx.close());
    }

    private void write(String ini) throws IOException {
        Files.writeString(home.resolve("AnyChatCoreServer.ini"), ini);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private ChangeResult change(String key, String value) throws Exception {
        return get(config.change(new ChangeSettings(List.of(new NewValue(key, value)))));
    }

    private Setting setting(String key) throws Exception {
        return get(config.effective(new GetEffective())).settings().stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private LiveSettings nextTold() throws InterruptedException {
        return told.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void shouldTellTheSettingsThatHoldWithoutSecrets() throws Exception {
        EffectiveSettings effective = get(config.effective(new GetEffective()));

        assertEquals(
                new Setting("Video Settings", "VideoFPS", "9", "AnyChatCoreServer.ini:4", true), setting("VideoFPS"));
        assertEquals("***", setting("SDKAuthPass").value());
        assertFalse(setting("SDKAuthPass").live());
        assertEquals(List.of(), effective.needRestart());
    }

    @Test
    void shouldTellTheServicesOfAChange() throws Exception {
        ChangeResult result = change("maxusersperroom", "7");

        assertEquals(new ChangeResult(List.of(), List.of("MaxUsersPerRoom: 100 -> 7"), List.of()), result);
        LiveSettings settings = nextTold();
        assertEquals(new ConfigEvents.Rooms(true, 7, 1, null), settings.rooms());
        assertEquals(9, settings.media().video().fps());
        assertEquals("change at run time", setting("MaxUsersPerRoom").origin());
    }

    @Test
    void shouldAskTheOtherProcessesOnlyWhereTheChangeIsForEverywhere() throws Exception {
        BlockingQueue<ChangeEverywhere> orders = new LinkedBlockingQueue<>();
        get(bus.serve(ConfigOrders.class, Addresses.CONFIG_ORDERS, orders::add));
        change("VideoFPS", "10");
        List<NewValue> wrong = List.of(new NewValue("VideoFPS", "many"));
        get(config.change(new ChangeSettings(wrong, true)));
        List<NewValue> right = List.of(new NewValue("VideoFPS", "11"));
        get(config.change(new ChangeSettings(right, true)));

        assertEquals(new ChangeEverywhere(NODE, right), orders.poll(WAIT_SECONDS, TimeUnit.SECONDS));
        assertEquals(10, nextTold().media().video().fps());
        assertEquals(11, nextTold().media().video().fps());
        assertEquals(List.of(), List.copyOf(told));
    }

    @Test
    void shouldDoAsAnotherProcessAsks() throws Exception {
        bus.publisher(ConfigOrders.class, Addresses.CONFIG_ORDERS)
                .change(new ChangeEverywhere(new NodeId("other"), List.of(new NewValue("VideoFPS", "12"))));

        assertEquals(12, nextTold().media().video().fps());
    }

    @Test
    void shouldRefuseAChangeAsAWhole() throws Exception {
        ChangeResult result = get(config.change(
                new ChangeSettings(List.of(new NewValue("VideoFPS", "10"), new NewValue("TCPListenPort", "1")))));

        assertEquals(1, result.violations().size());
        assertEquals("9", setting("VideoFPS").value());
        change("VideoFPS", "11");
        assertEquals(11, nextTold().media().video().fps());
    }

    @Test
    void shouldDropChangesOnAReloadAndNameWhatNeedsARestart() throws Exception {
        change("VideoFPS", "20");
        write("[Base Settings]\nSDKAuthPass=hunter3\n[Video Settings]\nVideoFPS=10\n");

        ChangeResult result = get(config.reload(new Reload()));

        assertEquals(
                new ChangeResult(List.of(), List.of("VideoFPS: 20 -> 10"), List.of("SDKAuthPass: *** -> ***")), result);
        assertEquals(
                result.needRestart(), get(config.effective(new GetEffective())).needRestart());
    }

    @Test
    void shouldChangeNothingWhereTheFileIsWrong() throws Exception {
        write("[Video Settings]\nVideoFPS=99\n");
        assertTrue(get(config.reload(new Reload())).violations().get(0).contains("VideoFPS=99"));
        Files.write(home.resolve("AnyChatCoreServer.ini"), new byte[] {0});
        assertEquals(1, get(config.reload(new Reload())).violations().size());
        Files.delete(home.resolve("AnyChatCoreServer.ini"));
        assertTrue(get(config.reload(new Reload())).violations().get(0).contains("is not there any more"));
        assertEquals("9", setting("VideoFPS").value());
    }

    @Test
    void shouldTellAServiceThatStartsWhatHasChanged() throws Exception {
        ServiceEvents services = bus.publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS);
        services.started(new ServiceStarted("early"));
        change("VideoFPS", "20");
        nextTold();

        services.started(new ServiceStarted("late"));

        assertEquals(20, nextTold().media().video().fps());
        assertTrue(told.isEmpty());
    }
}
