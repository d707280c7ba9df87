package org.anychat.server;

import java.util.Locale;

/** What a person reads who starts the server without saying what it is to do. */
final class Explanation {
    private static final String ENGLISH = """
            AnyChatCoreServer %1$s: audio and video for browsers and applications.
            Nothing was started. Say what to do:

              AnyChatCoreServer -r       run here and show the log; q or Ctrl+C ends it   (run%2$s)
              AnyChatCoreServer -d       run in the background; --stop ends it
              AnyChatCoreServer -i       install as a service of this system              (install%2$s)
              AnyChatCoreServer -u       remove that service                              (uninstall%2$s)
              AnyChatCoreServer --help   all there is

            First time here? Type the first one, then open the address that it prints in a browser.
            """;
    private static final String CHINESE = """
            AnyChatCoreServer %1$s：面向浏览器与应用程序的音视频服务器。
            未启动任何服务，请指定要执行的操作：

              AnyChatCoreServer -r       在当前窗口运行并显示日志；按 q 或 Ctrl+C 退出   （run%2$s）
              AnyChatCoreServer -d       在后台运行；用 --stop 停止
              AnyChatCoreServer -i       安装为系统服务                                  （install%2$s）
              AnyChatCoreServer -u       卸载系统服务                                    （uninstall%2$s）
              AnyChatCoreServer --help   全部选项

            第一次使用？请先输入第一条命令，然后用浏览器打开它显示的地址。
            """;

    private Explanation() {}

    static String text(Locale locale) {
        String scripts = System.getProperty("os.name").startsWith("Windows") ? ".bat" : ".sh";
        boolean chinese = locale.getLanguage().equals(Locale.CHINESE.getLanguage());
        return (chinese ? CHINESE : ENGLISH).formatted(BuildVersion.text(), scripts);
    }
}
