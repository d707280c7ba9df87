@echo off
rem Installs the service "AnyChat Platform Service". Run it as administrator.
call "%~dp0AnyChatCoreServer.bat" -i %*
pause
