package org.anychat.runtime.config;

import java.util.List;
import java.util.stream.Stream;

/** Every key that the server knows: those of the manual, chapter 3.1, and this server's own. */
final class IniKeys {
    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL = Stream.of(
                    BaseKeys.ALL,
                    P2pKeys.ALL,
                    VideoKeys.ALL,
                    AudioKeys.ALL,
                    FunctionKeys.ALL,
                    ExchangeKeys.ALL,
                    UserSourceKeys.ALL,
                    UserSourceDetailKeys.ALL,
                    StandbyKeys.ALL,
                    ClusterKeys.ALL,
                    MonitorKeys.ALL,
                    AdminKeys.ALL,
                    LicenseKeys.ALL,
                    LogKeys.ALL)
            .<IniKey<?>>flatMap(List::stream)
            .toList();

    private IniKeys() {}
}
