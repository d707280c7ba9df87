package org.anychat.system;

import com.microsoft.playwright.Playwright;
import java.nio.file.Path;

/** The browsers that people have, for tests that try each. */
enum BrowserKind {
    CHROMIUM {
        @Override
        Participant open(Playwright playwright, Path folder, String name, FakeMedia media) {
            return Participant.open(playwright, folder, name, media);
        }

        @Override
        Participant openOn(
                NetworkLab.Machine machine, Playwright playwright, Path folder, String name, FakeMedia media) {
            return Participant.openOn(machine, playwright, folder, name, media);
        }
    },
    FIREFOX {
        @Override
        Participant open(Playwright playwright, Path folder, String name, FakeMedia media) {
            return Participant.openFirefox(playwright, name, media);
        }

        @Override
        Participant openOn(
                NetworkLab.Machine machine, Playwright playwright, Path folder, String name, FakeMedia media) {
            return Participant.openFirefoxOn(machine, playwright, folder, name, media);
        }
    };

    /** Opens one; it stands at an empty page. */
    abstract Participant open(Playwright playwright, Path folder, String name, FakeMedia media);

    /** Opens one on a machine of a lab. */
    abstract Participant openOn(
            NetworkLab.Machine machine, Playwright playwright, Path folder, String name, FakeMedia media);
}
