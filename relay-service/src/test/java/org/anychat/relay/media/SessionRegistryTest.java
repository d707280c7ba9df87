package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.forward.RtpSink;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.stats.RelayCounters;
import org.junit.jupiter.api.Test;

class SessionRegistryTest {
    private final SessionRegistry registry = new SessionRegistry(new SessionDirectory(), new RelayCounters());
    private final List<String> told = new ArrayList<>();

    private record Viewer(String name, List<String> told) implements RtpSink {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long nowNs) {
            return true;
        }

        @Override
        public void onPublicationRemoved(long publicationId) {
            told.add(name + " " + publicationId);
        }
    }

    private void publish(long id, String... viewers) {
        PublicationFormat format = new PublicationFormat(null, 48_000, 1);
        Publication publication = new Publication(id, format, new PublisherClock(), SendBufferLimits.DEFAULT);
        registry.add(publication);
        for (String viewer : viewers) {
            SubscriptionFormat viewed = new SubscriptionFormat(1, 111, 0, -1, new byte[256], 0);
            Subscription subscription = new Subscription(publication, viewed, 1, new Viewer(viewer, told));
            assertEquals(publication, subscription.publication());
        }
    }

    @Test
    void shouldTellOfAPublicationsEndWhoHadItAndNobodyElse() {
        publish(1, "a", "b");
        publish(2, "b", "c");

        registry.removePublication(1);
        registry.removePublication(1);

        assertEquals(List.of("a 1", "b 1"), told);
        assertNull(registry.publication(1));
    }
}
