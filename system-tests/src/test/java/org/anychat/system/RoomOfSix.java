package org.anychat.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anychat.client.ClientRuntime;

/** A real server with six users in room 1, all of whom send picture and sound to all others. */
final class RoomOfSix implements AutoCloseable {
    static final int USERS = 6;
    /** The name of the first of them. */
    static final String EVIL = "<img src=x onerror=alert(1)>";

    final ServerProcess server;
    final List<MediaUser> users = new ArrayList<>();
    private final ClientRuntime runtime = ClientRuntime.create(1);

    RoomOfSix(Path folder) {
        server = ServerProcess.start(folder, "DemoUserLimit=100", "[Function Settings]", "AutoAddRoom=1");
        for (int i = 0; i < USERS; i++) {
            newcomer(i == 0 ? EVIL : "User " + i).inRoom(1);
        }
    }

    /** Somebody more, in no room. */
    MediaUser newcomer(String name) {
        MediaUser user = new MediaUser(server, runtime, name);
        users.add(user);
        return user;
    }

    MediaUser user(int index) {
        return users.get(index);
    }

    @Override
    public void close() {
        users.forEach(MediaUser::close);
        runtime.close();
        server.close();
    }
}
