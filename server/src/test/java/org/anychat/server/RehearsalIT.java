package org.anychat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.config.ServerConfigFile;
import org.anychat.runtime.config.ServiceKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a process plays through that stands by: the real services with an invented guest. */
class RehearsalIT {
    private static final long DEADLINE_SECONDS = 60;

    @TempDir
    Path home;

    private final Vertx stage = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        await(stage.close());
    }

    private ServiceConfigs configs(String... lines) throws IOException {
        Path ini = home.resolve(ServerConfigFile.NAME);
        Files.writeString(ini, "[Base Settings]\n" + String.join("\n", lines) + "\n");
        return new ServiceConfigs(ServerConfigFile.load(ini).config(), new NodeId("test"), home);
    }

    @ParameterizedTest
    @EnumSource(names = {"LICENSE", "AUTH", "ROOM"})
    void shouldPlayThroughWhatAServiceDoes(ServiceKind service) throws Exception {
        await(new Rehearsal(stage, configs("DemoMode=1")).play(service));
    }

    @Test
    void shouldLetTheGuestInWhereTheSettingsLetNobodyIn() throws Exception {
        await(new Rehearsal(stage, configs("DemoMode=0", "AllowGuestLogin=0")).play(ServiceKind.AUTH));
    }

    @Test
    void shouldLeaveNothingInTheFolder() throws Exception {
        ServiceConfigs configs = configs("DemoMode=1");
        List<Path> before = files();

        await(new Rehearsal(stage, configs).play(ServiceKind.AUTH));

        assertEquals(before, files());
        assertFalse(before.isEmpty());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.sorted().toList();
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
}
