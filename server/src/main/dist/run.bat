@echo off
rem Runs the server here and shows its log; q or Ctrl+C ends it.
if "%~1"=="" ("%~dp0AnyChatCoreServer.bat" -r) else ("%~dp0AnyChatCoreServer.bat" %*)
