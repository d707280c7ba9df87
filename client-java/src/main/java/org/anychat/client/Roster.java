package org.anychat.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anychat.client.media.MediaKind;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.User;

/** What the others in the room have open. For the client's loop. */
final class Roster implements TrackHandover.OpenMedia {
    private final Map<Integer, Devices> users = new HashMap<>();

    /** The states of a user's devices, as the protocol numbers them. */
    private record Devices(int camera, int microphone) {}

    /** Everybody in a room. */
    void replace(List<User> everybody) {
        users.clear();
        everybody.forEach(this::add);
    }

    void clear() {
        users.clear();
    }

    private void add(User user) {
        users.put(user.userId(), new Devices(user.camera(), user.microphone()));
    }

    /** Whether the event changed anything. */
    boolean onEvent(ServerEvent event) {
        if (event instanceof ServerEvent.UserAtRoom change) {
            if (change.enter() && change.user() != null) {
                add(change.user());
            } else {
                users.remove(change.userId());
            }
            return true;
        }
        if (event instanceof ServerEvent.CameraState camera) {
            users.computeIfPresent(camera.userId(), (id, devices) -> new Devices(camera.state(), devices.microphone()));
            return true;
        }
        if (event instanceof ServerEvent.MicStateChange microphone) {
            users.computeIfPresent(
                    microphone.userId(), (id, devices) -> new Devices(devices.camera(), microphone.state()));
            return true;
        }
        return false;
    }

    @Override
    public boolean isOpen(int userId, MediaKind kind) {
        Devices devices = users.get(userId);
        int state = devices == null ? 0 : kind == MediaKind.VIDEO ? devices.camera() : devices.microphone();
        return state == DeviceState.OPEN.number();
    }
}
