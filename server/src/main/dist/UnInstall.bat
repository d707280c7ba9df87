@echo off
rem Stops and removes the service "AnyChat Platform Service". Run it as administrator.
call "%~dp0AnyChatCoreServer.bat" -u %*
pause
