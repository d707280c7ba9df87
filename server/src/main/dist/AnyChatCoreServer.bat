@echo off
rem AnyChat core server. Without arguments it explains itself. Options for Java: set JDK_JAVA_OPTIONS.
setlocal
set "ROOT=%~dp0"
if "%ROOT:~-1%"=="\" set "ROOT=%ROOT:~0,-1%"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo No Java found. Install a JDK 17 or later, or set JAVA_HOME.
  if "%~1"=="" pause
  exit /b 1
)
if not defined ANYCHAT_HOME set "ANYCHAT_HOME=%ROOT%"
"%JAVA%" "@%ROOT%\lib\server.jvmargs" "-XX:ErrorFile=%ANYCHAT_HOME%\hs_err_pid%%p.log" "-XX:HeapDumpPath=%ANYCHAT_HOME%\AnyChatCoreServer.hprof" "-Danychat.home=%ANYCHAT_HOME%" "-Danychat.distribution=%ROOT%" -cp "%ROOT%\lib\*" org.anychat.server.AnyChatCoreServer %*
set CODE=%ERRORLEVEL%
rem A double click opens a window that closes at once: let the words be read.
if "%~1"=="" pause
exit /b %CODE%
