package org.anychat.gateway.session;

import org.anychat.contracts.ConfigEvents;
import org.anychat.protocol.ClientConfig;
import org.anychat.protocol.ServerEvent;

/** What this gateway's clients are told to use, now. */
final class ClientSettings implements ConfigEvents {
    private final SessionRegistry registry;
    private ClientConfig current;

    ClientSettings(ClientConfig atStart, SessionRegistry registry) {
        this.current = atStart;
        this.registry = registry;
    }

    ClientConfig current() {
        return current;
    }

    @Override
    public void changed(LiveSettings settings) {
        ClientConfig newer = SettingsTranslation.config(settings.media(), current.iceServers());
        if (newer.equals(current)) {
            return;
        }
        current = newer;
        ServerEvent update = new ServerEvent.ServerConfigUpdate(newer);
        // Who has not sent "connect" yet will get the new settings with its reply.
        registry.links().stream()
                .filter(session -> session.stage() != Stage.LINKED)
                .forEach(session -> session.send(update));
    }
}
