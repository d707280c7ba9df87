package org.anychat.room.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anychat.contracts.DirectApi.Forwards;
import org.anychat.contracts.DirectApi.Mesh;
import org.anychat.contracts.DirectApi.State;
import org.anychat.contracts.DirectApi.Try;
import org.anychat.contracts.UserState;
import org.junit.jupiter.api.Test;

/** Trees of more than one hop. */
class MeshForwardingTest extends MeshedRoom {
    /** 1 sends to 2 and 3, 2 to 4, 3 to 5, by the edges 1 to 4. */
    private void branches() {
        grown(2, 2);
        assertEquals(4, paused.size());
        later(10_000);
        assertEquals(List.of(1, 2, 3, 4), List.of(edge(1, 1, 2), edge(1, 1, 3), edge(1, 2, 4), edge(1, 3, 5)));
    }

    @Test
    void shouldTryBelowOnlyWhoHasTheStream() {
        watched(4);
        forwards(2);
        forwards(3);
        assertEquals(
                List.of(
                        "s1 offer 2 #1 of 1 ttl 2",
                        "s2 await 1 #1 of 1 ttl 2",
                        "s1 offer 3 #2 of 1 ttl 2",
                        "s3 await 1 #2 of 1 ttl 2"),
                later(500));
        connect(1, 1, 2);
        assertEquals(List.of(), later(500), "it stands, and nothing has come by it yet");
        report(2, 1, 1, State.DIRECT);

        assertEquals(List.of("s2 offer 4 #3 of 1 ttl 1", "s4 await 2 #3 of 1 ttl 1"), later(500));
        carry(3);
        assertEquals("DIRECT 2/2", route(1, 4));
        assertEquals("RELAY tree", route(1, 5));
    }

    /** All places are taken by those who pass nothing on, as they came first. */
    @Test
    void shouldGiveThePlaceOfOneWhoPassesNothingOnToOneWhoDoes() {
        grown(0, 2);
        for (int user = 4; user <= 6; user++) {
            enter(user, UserState.CLOSED);
            ready(user);
        }
        assertEquals(2, paused.size());
        forwards(4);
        grow();

        assertEquals(List.of("DIRECT 1/1", "DIRECT 4/2"), List.of(route(1, 4), route(1, 5)));
        assertEquals(4, paused.size());
        assertEquals(2, parents.values().stream().filter(user(1)::equals).count());
    }

    @Test
    void shouldHaveOnlyThosePassOnWhoSayThatTheyDoAndWhatTheyHave() {
        enter(1, UserState.OPEN);
        ready(1);
        for (int user = 2; user <= 5; user++) {
            enter(user, UserState.CLOSED);
            ready(user, 1, new Mesh(user < 4 ? Forwards.PACKETS : Forwards.NONE, user < 4 ? 0 : 20_000_000, KEY));
        }
        grow();

        assertEquals(2, paused.size());
        assertEquals(Set.of(user(1)), Set.copyOf(parents.values()), "some do not forward, others have no bandwidth");
        forwards(2);
        grow();
        assertEquals(4, paused.size());
    }

    @Test
    void shouldBridgeAllBelowInOneTurnAndKeepTheirEdges() {
        branches();

        assertEquals(List.of("s2 receive 1 false", "s4 receive 1 false"), report(2, 1, 1, State.STARVED));
        assertEquals("RELAY starved", route(1, 4));
        assertEquals(List.of(), report(4, 2, 3, State.STARVED));
        assertEquals(List.of("s2 receive 1 true"), report(2, 1, 1, State.DIRECT));
        assertEquals(List.of("s4 receive 1 true"), report(4, 2, 3, State.DIRECT));
        assertEquals("DIRECT 2/2", route(1, 4));
    }

    /** One that has not noticed says nothing, so that it is not waited for. */
    @Test
    void shouldTakeWhoSaysNothingBackWithWhoIsAbove() {
        branches();

        report(2, 1, 1, State.STARVED);
        assertEquals(List.of("s2 receive 1 true", "s4 receive 1 true"), report(2, 1, 1, State.DIRECT));
    }

    @Test
    void shouldWaitForTheParentWhereTheChildIsSooner() {
        branches();
        report(4, 2, 3, State.STARVED);
        report(2, 1, 1, State.STARVED);

        assertEquals(List.of(), report(4, 2, 3, State.DIRECT));
        assertEquals(List.of("s2 receive 1 true", "s4 receive 1 true"), report(2, 1, 1, State.DIRECT));
    }

    @Test
    void shouldBlameTheTopmostEdgeAloneAndMoveItWithAllBelow() {
        branches();
        report(4, 2, 3, State.STARVED);
        report(2, 1, 1, State.STARVED);

        assertEquals(
                List.of(
                        "s1 close 2 #1 500",
                        "s2 close 1 #1 500",
                        "s1 connection 2 falsestarved",
                        "s2 connection 1 falsestarved",
                        "s3 offer 2 #5 of 1 ttl 1",
                        "s2 await 3 #5 of 1 ttl 1",
                        "s2 retime #3 ttl 0",
                        "s4 retime #3 ttl 0"),
                later(1_000));
        assertEquals(
                List.of("s3 connection 2 true", "s2 connection 3 true"),
                List.of(report(3, 2, 5, State.CONNECTED), report(2, 3, 5, State.CONNECTED)).stream()
                        .flatMap(List::stream)
                        .toList());
        assertEquals(List.of("s2 receive 1 true"), report(2, 3, 5, State.DIRECT));
        assertEquals(List.of("s4 receive 1 true"), report(4, 2, 3, State.DIRECT));
        assertEquals("DIRECT 2/3", route(1, 4));
    }

    @Test
    void shouldBridgeAllBelowWhereAConnectionIsLost() {
        branches();

        List<String> orders = report(2, 1, 1, State.FAILED);

        assertEquals(List.of("s2 receive 1 false", "s4 receive 1 false"), orders.subList(0, 2));
        assertTrue(orders.contains("s1 close 2 #1 500"), orders::toString);
        assertTrue(orders.stream().noneMatch(order -> order.contains("#3")), orders::toString);
    }

    @Test
    void shouldBridgeAllBelowWhoLeaves() {
        grown(3, 1);
        int above = parents.get(edgeTo(5)).value();

        List<String> orders = leave(above);

        assertTrue(orders.contains("s5 receive 1 false"), orders::toString);
        grow();
        assertEquals(3, paused.size());
    }

    private int edgeTo(int child) {
        return tries.values().stream()
                .filter(one -> one.with().equals(user(child)))
                .findFirst()
                .orElseThrow()
                .attempt();
    }

    @Test
    void shouldHoldNothingAgainstAParentThatHadNothingItself() {
        branches();
        report(4, 2, 3, State.STARVED);
        report(2, 1, 1, State.STARVED);
        nowMs += 900;
        report(2, 1, 1, State.DIRECT);

        assertEquals(List.of(), later(9_000), "it has had the stream again for no longer");
        assertTrue(later(1_100).contains("s4 close 2 #3 500"), "but now it has");
    }

    /** A browser gives an edge up of which one kind comes no more. What is withheld further up its parent misses as well. */
    @Test
    void shouldHoldNothingAgainstAParentThatStarvesSoonAfterItsChildHasGivenUp() {
        branches();
        report(5, 3, edge(1, 3, 5), State.FAILED);
        later(1_500);
        report(3, 1, edge(1, 1, 3), State.STARVED);
        nowMs += 400;
        report(3, 1, edge(1, 1, 3), State.DIRECT);

        assertEquals(3, nextParentOf(5));
    }

    @Test
    void shouldHoldNothingAgainstAParentThatHasStarvedBeforeItsChildGivesUp() {
        branches();
        report(3, 1, edge(1, 1, 3), State.STARVED);
        report(5, 3, edge(1, 3, 5), State.FAILED);
        nowMs += 400;
        report(3, 1, edge(1, 1, 3), State.DIRECT);

        assertEquals(3, nextParentOf(5));
    }

    @Test
    void shouldBlameAParentThatHasTheStreamAllTheTime() {
        branches();
        report(5, 3, edge(1, 3, 5), State.FAILED);

        assertEquals(2, nextParentOf(5));
    }

    private int nextParentOf(int child) {
        for (int step = 0; step < 40; step++) {
            later(500);
            for (Try edge : tries.values()) {
                if (edge.with().equals(user(child))) {
                    return parents.get(edge.attempt()).value();
                }
            }
        }
        throw new AssertionError("Nobody feeds " + child);
    }

    @Test
    void shouldLetMoreHopsFollowOnceThoseAboveHaveMovedUp() {
        limit(policy(1));
        grown(2, 1);
        assertEquals("DIRECT 3/3", route(1, 4));
        assertEquals(Map.of(1, 2, 2, 1, 3, 0), ttls);

        leave(2);
        assertEquals(List.of("s1 offer 3 #4 of 1 ttl 2", "s3 await 1 #4 of 1 ttl 2"), later(500));
        assertEquals(List.of("s3 receive 1 true", "s4 receive 1 true"), carry(4));
        assertEquals(List.of("s3 retime #3 ttl 1", "s4 retime #3 ttl 1"), later(500));
        assertEquals("DIRECT 3/2", route(1, 4));
    }

    @Test
    void shouldDropWhatIsTooDeepForASmallerLimit() {
        branches();

        List<String> orders = limit(policy(1, MTN));

        assertTrue(orders.contains("s4 receive 1 false"), orders::toString);
        assertTrue(orders.contains("s5 close 3 #4 2000"), orders::toString);
        assertEquals(Set.of("s2 1", "s3 1"), Set.copyOf(paused));
        limit(policy(2, MTN));
        grow();
        assertEquals(4, paused.size());
    }

    @Test
    void shouldGiveAFreePlaceSoonToWhomTheRelayServes() {
        carried();
        leave(2);

        assertTrue(later(2_000).contains("s4 await 1 #3 of 1 ttl 2"));
    }

    /** 1 sends to 2 and 3, 2 to 4 and 5. */
    private void oneForwarder() {
        grown(1, 3);
        assertEquals(4, paused.size());
    }

    @Test
    void shouldHaveWhomTwoAccusePassOnNothingMore() {
        oneForwarder();
        int second = edge(1, 2, 5);

        assertTrue(report(4, 2, edge(1, 2, 4), State.FORGED).contains("s4 receive 1 false"));
        assertEquals("DIRECT 2/2", route(1, 5));
        List<String> orders = report(5, 2, second, State.FORGED);

        assertTrue(orders.contains("s2 close 5 #" + second + " 0"), orders::toString);
        for (int step = 0; step < 20; step++) {
            forwards(2);
            grow();
            assertFalse(parents.containsValue(user(2)));
        }
    }

    /** It passes on before it can verify, so those below may be heard first. */
    @Test
    void shouldNotBlameWhoFindsTheSameForgedItself() {
        oneForwarder();
        report(4, 2, edge(1, 2, 4), State.FORGED);
        report(5, 2, edge(1, 2, 5), State.FORGED);

        report(2, 1, edge(1, 1, 2), State.FORGED);
        assertTrue(feedsAgain(2), parents::toString);
    }

    @Test
    void shouldNotBlameWhoHasFoundTheSameForgedBefore() {
        oneForwarder();
        report(2, 1, edge(1, 1, 2), State.FORGED);
        report(4, 2, edge(1, 2, 4), State.FORGED);
        report(5, 2, edge(1, 2, 5), State.FORGED);

        assertTrue(feedsAgain(2), parents::toString);
    }

    @Test
    void shouldBlameWhoFindsForgedOnlyLaterWhatItHasForged() {
        oneForwarder();
        report(4, 2, edge(1, 2, 4), State.FORGED);
        report(5, 2, edge(1, 2, 5), State.FORGED);
        later(20_000);

        report(2, 1, edge(1, 1, 2), State.FORGED);
        assertFalse(feedsAgain(2), parents::toString);
    }

    /** Once there is a place for it at the publisher. */
    private boolean feedsAgain(int user) {
        grow();
        leave(3);
        for (int step = 0; step < 10 && !parents.containsValue(user(user)); step++) {
            grow();
        }
        return parents.containsValue(user(user));
    }

    @Test
    void shouldMakeNoTreeOfWhatCannotBeVerified() {
        enter(1, UserState.OPEN);
        enter(2, UserState.CLOSED);
        enter(3, UserState.CLOSED);
        ready(2);
        ready(3);
        ready(1, 1, new Mesh(Forwards.PACKETS, 20_000_000, ""));

        grow();
        assertEquals(Set.of(), tries.keySet());
        assertEquals("RELAY tree", route(1, 2));

        ready(1);
        grow();
        assertEquals("DIRECT 1/1", route(1, 2));
    }

    @Test
    void shouldHaveOnePassOnWhatOthersSignWhoDoesNotSignItself() {
        enter(1, UserState.OPEN);
        enter(2, UserState.CLOSED);
        enter(3, UserState.CLOSED);
        enter(4, UserState.CLOSED);
        limit(policy(3, 1));
        members.forEach(member -> ready(member.user().value()));
        ready(2, 1, new Mesh(Forwards.PACKETS, 20_000_000, ""));

        grow();
        assertTrue(parents.containsValue(user(2)), parents::toString);
    }

    @Test
    void shouldMakeTheEdgesAnewOfWhoSignsByAnotherKey() {
        oneForwarder();
        Set<Integer> before = Set.copyOf(tries.keySet());

        ready(1, 1, new Mesh(Forwards.NONE, 20_000_000, "n".repeat(43)));

        assertTrue(tries.keySet().stream().noneMatch(before::contains), tries::toString);
        grow();
        assertFalse(tries.isEmpty());
        assertTrue(tries.values().stream().allMatch(one -> one.stream().key().equals("n".repeat(43))));
    }

    @Test
    void shouldEndForAllWhatTwoAccuse() {
        limit(policy(3));
        grown(1, 5);
        List<Integer> below = tries.values().stream()
                .filter(one -> parents.get(one.attempt()).equals(user(2)))
                .map(one -> one.with().value())
                .toList();
        assertEquals(3, below.size());

        report(below.get(0), 2, edge(1, 2, below.get(0)), State.FORGED);
        int last = edge(1, 2, below.get(2));
        List<String> orders = report(below.get(1), 2, edge(1, 2, below.get(1)), State.FORGED);

        assertTrue(orders.contains("s" + below.get(2) + " close 2 #" + last + " 0"), orders::toString);
        assertTrue(orders.contains("s" + below.get(2) + " receive 1 false"), orders::toString);
    }

    @Test
    void shouldCostALiarItsOwnEdgesAlone() {
        oneForwarder();
        for (int step = 0; step < 100; step++) {
            tries.values().stream()
                    .filter(one -> one.with().equals(user(4))
                            && parents.get(one.attempt()).equals(user(2)))
                    .findFirst()
                    .ifPresent(one -> report(4, 2, one.attempt(), State.FORGED));
            later(10_000);
        }
        assertEquals("DIRECT 2/2", route(1, 5));
    }

    /** 2 passes on to 4 what 1 sends, and sends it what it publishes itself. */
    private void bothPublish() {
        enter(1, UserState.OPEN);
        enter(2, UserState.OPEN);
        enter(3, UserState.CLOSED);
        enter(4, UserState.CLOSED);
        members.forEach(member -> ready(member.user().value()));
        forwards(2);
        grow();
        report(1, 2, edge(2, 2, 1), State.DECLINED);
        grow();
        assertTrue(paused.containsAll(List.of("s4 1", "s4 2")), () -> "" + paused);
    }

    /** Clients end all that they have with somebody where one close has no grace. */
    @Test
    void shouldResumeWhatEndsWithAGraceThatIsCutShort() {
        bothPublish();
        int passed = edge(1, 2, 4);
        int own = edge(2, 2, 4);
        report(4, 2, passed, State.FAILED);

        List<String> orders = withhold(1, true);

        assertTrue(orders.contains("s4 close 2 #" + passed + " 0"), orders::toString);
        assertTrue(orders.contains("s4 close 2 #" + own + " 0"), orders::toString);
        assertTrue(orders.contains("s4 receive 2 false"), orders::toString);
        assertFalse(paused.contains("s4 2"));
    }

    @Test
    void shouldLeaveTwoWhatTheyHaveWhereAPublisherGoes() {
        bothPublish();

        List<String> orders = leave(1);

        assertTrue(orders.contains("s4 receive 1 false"), orders::toString);
        assertTrue(paused.contains("s4 2"), () -> "" + paused);
    }

    @Test
    void shouldEndWhatIsInAGraceWithWhatIsForged() {
        enter(1, UserState.OPEN);
        enter(2, UserState.OPEN);
        enter(3, UserState.CLOSED);
        members.forEach(member -> ready(member.user().value()));
        later(500);
        int back = edge(2, 2, 1);
        int there = edge(1, 1, 2);
        carry(back);
        carry(there);
        report(1, 2, back, State.FAILED);

        List<String> orders = report(2, 1, there, State.FORGED);

        assertTrue(orders.contains("s1 close 2 #" + back + " 0"), orders::toString);
    }

    @Test
    void shouldMakeNoTreeOfAPublisherOfWhomTwoSayThatItDoesNotSign() {
        oneForwarder();
        List<Integer> own = tries.values().stream()
                .filter(one -> parents.get(one.attempt()).equals(user(1)))
                .map(one -> one.with().value())
                .toList();
        assertEquals(List.of(2, 3), own);
        report(2, 1, edge(1, 1, 2), State.FORGED);
        assertTrue(paused.contains("s3 1"), () -> "" + paused);

        report(3, 1, edge(1, 1, 3), State.FORGED);

        assertEquals(List.of(), paused);
        ready(1, 1, new Mesh(Forwards.NONE, 20_000_000, "n".repeat(43)));
        grow();
        assertEquals(Set.of(), tries.keySet(), "not by another key either");
        assertEquals("RELAY forged", route(1, 2));
        become(3, UserState.OPEN, UserState.PUBLIC_CHAT);
        grow();
        assertTrue(paused.contains("s2 3"), "who does sign has a tree");
    }

    /** Of an edge that does not stand anybody could say anything. */
    @Test
    void shouldBelieveNobodyOfAnEdgeThatDoesNotStand() {
        limit(policy(3));
        grown(1, 5);
        List<Integer> below = tries.values().stream()
                .filter(one -> parents.get(one.attempt()).equals(user(2)))
                .map(one -> one.with().value())
                .toList();
        assertEquals(3, below.size());
        for (int accuser : below.subList(0, 2)) {
            report(accuser, 2, edge(1, 2, accuser), State.FAILED);
        }
        Set<Integer> tried = new HashSet<>();
        for (int step = 0; step < 400 && tried.size() < 2; step++) {
            later(500);
            for (Try edge : List.copyOf(tries.values())) {
                int child = edge.with().value();
                if (parents.get(edge.attempt()).equals(user(2)) && child != below.get(2)) {
                    report(child, 2, edge.attempt(), State.FORGED);
                    tried.add(child);
                }
            }
        }

        assertEquals(2, tried.size());
        assertEquals("DIRECT 2/2", route(1, below.get(2)));
    }
}
