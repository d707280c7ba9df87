package org.anychat.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The web app in a real browser, before a gateway inside the page. */
class WebAppInBrowserIT {
    private static final String FAKE_GATEWAY =
            "globalThis.gateway = import('/fake-gateway.js').then(({FakeGateway}) => new FakeGateway().install())";

    private static BrowserRun browser;
    private Page page;

    @BeforeAll
    static void openBrowser() {
        browser = new BrowserRun();
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @AfterEach
    void closePage() {
        page.context().close();
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void shouldShowEverybodyAndTheirDevices() {
        join("en-US", "g => { g.enter('Ben'); g.enter('Olivia', {camera: 1, microphone: 1}); }");
        assertThat(page.locator(".tile")).hasCount(3);
        assertThat(page.locator(".tile[data-user-id='-3']:not(.no-picture):not(.muted)"))
                .isVisible();
        assertThat(page.locator(".tile[data-user-id='-4'].no-picture.muted")).isVisible();
        assertThat(page.locator(".tile").last()).hasAttribute("aria-label", "Ann (you)");
        gateway("g => g.leave(-3, 101)");
        assertThat(page.locator(".tile")).hasCount(2);
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("Ben lost the connection");
    }

    @Test
    void shouldSwitchMicrophoneAndCameraByKeys() {
        join("en-US", "g => g");
        page.keyboard().press("Alt+KeyM");
        page.keyboard().press("Alt+KeyV");
        assertThat(page.locator("#mic")).hasAttribute("aria-label", "Unmute microphone");
        assertThat(page.locator("#camera")).hasAttribute("aria-label", "Turn camera on");
        assertThat(page.locator(".tile.no-picture.muted")).isVisible();
    }

    @Test
    void shouldCountUnreadMessagesAndAnswerOnePersonOnly() {
        join("en-US", "g => g.enter('Ben')");
        gateway("g => g.text(-3, '<b>hi</b>', {to: -2, secret: true})");
        assertThat(page.locator("#chat-button .badge")).hasText("1");
        page.keyboard().press("Alt+KeyC");
        assertThat(page.locator(".chat-message p")).hasText("<b>hi</b>");
        page.selectOption("#chat-to", "-3");
        gateway("g => g.leave(-3)");
        gateway("g => { g.failures.sendText = 205; }");
        page.locator("#chat-text").fill("for Ben");
        page.keyboard().press("Enter");
        assertThat(page.locator(".chat-failure")).hasText("Not sent. That person is no longer there.");
        assertEquals(-3, gateway("g => g.received.find(({type}) => type === 'sendText').userId"));
    }

    @Test
    void shouldSayInChineseWhyARoomCannotBeEntered() {
        open("zh-CN", "g => { g.failures.enterRoom = 303; }");
        page.locator("#join-button").click();
        assertThat(page.locator("#lobby-notices p")).hasText("没有这个房间。请检查房间号或名称。");
        assertThat(page.locator("#room")).isFocused();
        page.locator("#language").click();
        assertThat(page.locator("#lobby-notices p")).hasText("There is no such room. Check its number or name.");
    }

    @Test
    void shouldAskForTheRoomsPasswordWhereItNeedsOne() {
        open("en-US", "g => { g.failures.enterRoom = 301; }");
        page.locator("#join-button").click();
        assertThat(page.locator("#lobby-notices p")).hasText("The room’s password is missing or wrong.");
        assertThat(page.locator("#room-password")).isFocused();
        gateway("g => { g.failures = {}; }");
        page.locator("#room-password").fill("sesame");
        page.keyboard().press("Enter");
        assertThat(page.locator("#call")).isVisible();
        assertEquals(
                List.of("", "sesame"),
                gateway("g => g.received.filter(({type}) => type === 'enterRoom').map(({password}) => password)"));
    }

    @Test
    void shouldShowNewNames() {
        join("en-US", "g => g.enter('Ben')");
        gateway("g => g.rename(-3, 'Benjamin')");
        assertThat(page.locator(".tile[data-user-id='-3']")).hasAttribute("aria-label", "Benjamin");
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("Ben is now Benjamin");
    }

    @Test
    void shouldRejoinAfterALostLink() {
        join("en-US", "g => g");
        gateway("g => { g.enter('Ben'); g.drop(); g.relay.restart(); }");
        assertThat(page.locator("[data-subject=back]")).isVisible();
        assertThat(page.locator(".tile")).hasCount(2);
    }

    @Test
    void shouldLogInOnceMoreAfterAServersRestart() {
        join("en-US", "g => { g.token = 'first'; }");
        gateway("g => { g.enter('Ben'); g.failures.resume = 8; g.drop(); g.relay.restart(); }");
        assertThat(page.locator("[data-subject=back]")).isVisible();
        assertThat(page.locator(".tile")).hasCount(2);
        assertEquals(
                List.of("login", "enterRoom", "resume", "login", "enterRoom"),
                gateway("g => g.received.map(({type}) => type)"
                        + ".filter((type) => ['login', 'resume', 'enterRoom'].includes(type))"));
    }

    /** Guests who come back to a server that was started anew may get each other's numbers. */
    @Test
    void shouldShowWhoIsWhoWhereNumbersWereSwapped() {
        join("en-US", "g => { g.token = 'first'; g.enter('Ben'); }");
        assertThat(page.locator(".tile[data-user-id='-3']:not(.no-picture)")).isVisible();
        gateway("g => { g.failures.resume = 8; g.ownId = -3; g.people[0].userId = -2; g.drop(); g.relay.restart(); }");
        assertThat(page.locator(".tile[data-user-id='-3']")).hasAttribute("aria-label", "Ann (you)");
        assertThat(page.locator(".tile[data-user-id='-3'] .mirrored")).hasCount(1);
        assertThat(page.locator(".tile[data-user-id='-3'] audio")).hasCount(0);
        assertThat(page.locator(".tile[data-user-id='-2']")).hasAttribute("aria-label", "Ben");
        assertThat(page.locator(".tile[data-user-id='-2'] .mirrored")).hasCount(0);
        assertThat(page.locator(".tile[data-user-id='-2'] audio")).hasCount(1);
        assertThat(page.locator(".tile")).hasCount(2);
    }

    @Test
    void shouldGoBackToTheLobbyWhenLoggedInElsewhere() {
        join("en-US", "g => g");
        gateway("g => g.event({event: 'linkClose', code: 209, message: 'elsewhere'})");
        assertThat(page.locator("#lobby-notices p"))
                .hasText("You came in from somewhere else, so this page was disconnected.");
        assertEquals(false, page.isVisible("#call"));
    }

    @Test
    void shouldOfferToTurnTheSoundOnWhereTheBrowserHoldsItBack() {
        open("en-US", "g => g.enter('Ben')");
        page.evaluate(
                "() => { HTMLAudioElement.prototype.play = () => Promise.reject(new DOMException('', 'NotAllowedError')); }");
        page.locator("#join-button").click();
        assertThat(page.locator("[data-subject=autoplay]")).containsText("The browser holds back the sound");
        page.evaluate(
                "() => { HTMLAudioElement.prototype.play = function () { this.asked = true; return Promise.resolve(); }; }");
        page.getByText("Turn sound on").click();
        assertThat(page.locator("[data-subject=autoplay]")).hasCount(0);
        assertEquals(true, page.evaluate("() => document.querySelector('.tile audio').asked"));
    }

    @Test
    void shouldSayWhatToDoWhereDevicesAreRefused() {
        open("en-US", "g => g");
        page.evaluate(
                "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError')); }");
        page.locator("#lobby-camera").click();
        page.locator("#lobby-camera").click();
        assertThat(page.locator("[data-subject=camera] p"))
                .hasText("The browser may not use your camera. Allow it in the address bar, then try again.");
    }

    @Test
    void shouldSendTheServersSizeWhereTheCameraOpensAfterJoining() {
        String slowCamera = "const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
                + "const asked = new Promise(resolve => { globalThis.allow = resolve; });"
                + "navigator.mediaDevices.getUserMedia = constraints => asked.then(() => open(constraints));";
        page = browser.open("/?room=1&name=Ann", new Browser.NewContextOptions(), slowCamera + FAKE_GATEWAY);
        page.waitForFunction("() => window.anychat");
        gateway("g => g");
        page.locator("#join-button").click();
        assertThat(page.locator(".tile")).isVisible();
        page.evaluate("() => globalThis.allow()");
        page.waitForFunction("() => window.anychat.client.cameraTrack");
        assertEquals(
                List.of(320, 240, 8),
                page.evaluate("() => { const {width, height, frameRate} = anychat.client.cameraTrack.getSettings();"
                        + " return [width, height, frameRate]; }"));
    }

    @Test
    void shouldRingAnswerAndComeBackFromACall() {
        join("en-US", "g => g.enter('Ben')");
        gateway("g => g.event({event: 'videoCall', step: 1, userId: -3, code: 0, flags: 3, param: 0, userStr: ''})");
        assertThat(page.locator("[data-subject=ringing] p")).hasText("Ben is calling you.");
        page.getByText("Accept").click();
        gateway(
                "g => g.event({event: 'videoCall', step: 3, userId: -3, code: 0, flags: 3, param: 100000, userStr: ''})");
        assertThat(page.locator("#room-name")).hasText("Room 100000");
        page.getByText("Hang up").click();
        gateway(
                "g => { g.event({event: 'videoCall', step: 4, userId: -3, code: 0, flags: 0, param: 0, userStr: ''});"
                        + " g.event({event: 'userAtRoom', version: g.version, roomId: 100000, userId: -2, enter: false, reason: 0}); }");
        assertThat(page.locator("#room-name")).hasText("Room 1");
        assertThat(page.locator("[data-subject=ringing] p")).hasText("The call with Ben is over.");
        assertEquals(
                List.of(2, 4),
                gateway("g => g.received.filter(({type}) => type === 'videoCall').map(({step}) => step)"));
    }

    @Test
    void shouldSayWhyACallCannotBe() {
        join("en-US", "g => { g.enter('Ben'); g.failures.videoCall = 100103; }");
        assertThat(page.locator("#person-actions")).isHidden();
        page.keyboard().press("Alt+KeyC");
        page.selectOption("#chat-to", "-3");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Call").setExact(true))
                .click();
        assertThat(page.locator("[data-subject=ringing] p")).hasText("That person is in a call already.");
        gateway("g => g.leave(-3)");
        assertThat(page.locator("#person-actions")).isHidden();
    }

    @Test
    void shouldKeepPictureAndSoundForThePrivatePartnerUntilItIsOver() {
        join("zh-CN", "g => g.enter('Ben')");
        gateway("g => g.event({event: 'privateRequest', userId: -3, requestId: 9})");
        page.getByText("接受", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("[data-subject='private -3'] p")).hasText("私聊中：只有私聊对象 Ben 能看到和听到您。");
        gateway("g => g.event({event: 'privateExit', userId: -3, code: 433})");
        assertThat(page.locator("[data-subject='private -3'] p")).hasText("与 Ben 的私聊已结束。");
        String modes =
                "g => g.received.filter(({type}) => type === 'changeChatMode').map(({mode}) => mode).join() === '1,0'";
        for (int attempt = 0; !Boolean.TRUE.equals(gateway(modes)); attempt++) {
            assertTrue(attempt < 100, "the gateway was not told of both modes within 10 s");
            page.waitForTimeout(100);
        }
    }

    @Test
    void shouldGoBackToTheLobbyWhereTheServerTakesThePersonOut() {
        join("en-US", "g => g.enter('Ben')");
        gateway(
                "g => g.event({event: 'userAtRoom', version: g.version, roomId: 1, userId: -2, enter: false, reason: 0})");
        assertThat(page.locator("#lobby-notices p")).hasText("The server took you out of the room.");
    }

    @Test
    void shouldGiveTheDevicesBackOnLeaving() {
        join("en-US", "g => g");
        page.locator("#leave").click();
        assertThat(page.locator("#lobby")).isVisible();
        page.waitForFunction("() => !window.anychat.client.cameraTrack && !window.anychat.client.microphoneTrack");
    }

    private void join(String locale, String prepare) {
        open(locale, prepare);
        page.locator("#join-button").click();
        assertThat(page.locator(".tile:not(.no-picture) video.mirrored")).isVisible();
    }

    private void open(String locale, String prepare) {
        page = browser.open("/?room=1&name=Ann", new Browser.NewContextOptions().setLocale(locale), FAKE_GATEWAY);
        page.waitForFunction("() => window.anychat && window.anychat.client.cameraTrack");
        gateway(prepare);
    }

    private Object gateway(String change) {
        return page.evaluate("async () => (" + change + ")(await globalThis.gateway)");
    }
}
