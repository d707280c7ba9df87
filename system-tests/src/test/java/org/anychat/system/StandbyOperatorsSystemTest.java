package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard of two servers of which one stands by: its accounts are the same at both. */
class StandbyOperatorsSystemTest {
    private static final Pattern FIRST_PASSWORD = Pattern.compile("Name: admin +Password: (\\S+)");
    private static final String CHOSEN = "a password of somebody";
    private static final int OK = 200;
    private static final int REFUSED = 401;

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private StandbyServers servers;

    @BeforeEach
    void open() {
        servers = new StandbyServers(folder);
    }

    @AfterEach
    void close() {
        servers.close();
    }

    private HttpResponse<String> logIn(ServerProcess server, String password) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(server.pageUrl() + "admin/login"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"name\":\"admin\",\"password\":\"" + password + "\"}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private int session(ServerProcess server, String cookie) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(server.pageUrl() + "admin/session"))
                                .header("Cookie", cookie)
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private static String firstPassword(ServerProcess server) {
        Matcher said = FIRST_PASSWORD.matcher(server.output());
        assertTrue(said.find(), server::output);
        return said.group(1);
    }

    private static void choosePassword(ServerProcess server) throws Exception {
        assertEquals(
                0,
                UserCommandProcess.admin(server.home(), CHOSEN + "\n", "passwd", "admin")
                        .exitCode());
    }

    @Test
    void shouldLetOperatorsInAtTheStandbyWithTheMastersAccounts() throws Exception {
        ServerProcess master = servers.master();
        String masters = firstPassword(master);
        HttpResponse<String> there = logIn(master, masters);
        assertEquals(OK, there.statusCode(), servers::output);
        String cookie = there.headers().firstValue("Set-Cookie").orElseThrow().split(";", -1)[0];

        ServerProcess slave = servers.slaveOf(master);
        slave.awaitOutput("The dashboard's accounts are those of the-master");
        slave.awaitOutput("Successful synchronization master server license information");
        // The login goes on at the master: its accounts, which nobody has chosen, give way to no others.
        assertEquals(OK, session(master, cookie), servers::output);
        master.kill();
        slave.awaitOutput("This server has taken its master's place");

        assertEquals(OK, logIn(slave, masters).statusCode(), servers::output);
        assertEquals(REFUSED, logIn(slave, firstPassword(slave)).statusCode());
        assertEquals(REFUSED, session(slave, cookie));

        choosePassword(slave);
        ServerProcess again = servers.startAgain(master);
        again.awaitOutput("The dashboard's accounts are those of the-standby");
        assertEquals(OK, logIn(again, CHOSEN).statusCode(), servers::output);
        assertEquals(REFUSED, logIn(again, masters).statusCode());
    }

    @Test
    void shouldTakeWhatIsChangedAtTheMasterWhileItServes() throws Exception {
        ServerProcess master = servers.master();
        ServerProcess slave = servers.slaveOf(master);
        slave.awaitOutput("The dashboard's accounts are those of the-master");

        choosePassword(master);

        slave.awaitOutput(2, "The dashboard's accounts are those of the-master");
        assertEquals(OK, logIn(slave, CHOSEN).statusCode(), servers::output);
    }
}
