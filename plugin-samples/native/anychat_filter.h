/* The interface of a native plug-in of the AnyChat core server ("SDK Filter Plus").
 *
 * A plug-in is a shared library (.so, .dll) that exports the eleven functions below, by these names, with C linkage and
 * the C calling convention. Strings end with a zero byte; they are UTF-8, on Windows in the machine's ANSI code page.
 * Guests have user ids below zero, which as a DWORD are above 0x80000000.
 *
 * With SDKFilterThreads=1, the default, no two of these functions run at once. See docs/plugin.md for deadlines and for
 * what happens when a plug-in crashes. */
#ifndef ANYCHAT_FILTER_H
#define ANYCHAT_FILTER_H

#include <stdint.h>

#ifdef _WIN32
#include <windows.h>
#define BRFP_EXPORT __declspec(dllexport)
#else
typedef uint32_t DWORD;
typedef int32_t BOOL;
typedef char *LPSTR;
typedef const char *LPCSTR;
typedef void *LPVOID;
#ifndef TRUE
#define TRUE 1
#define FALSE 0
#endif
#define BRFP_EXPORT __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
#define BRFP_API extern "C" BRFP_EXPORT
#else
#define BRFP_API BRFP_EXPORT
#endif

/* Sends 1 to 65536 bytes to a user. dwHandle is the one that BRFP_OnUserLoginAction brought for this login. lpUserValue
 * is the one that BRFP_InitFilter brought. Any thread may call it; it copies the bytes and does not block. */
typedef void (*BRFP_FilterDataCallBack)(DWORD dwUserId, DWORD dwHandle, LPCSTR lpBuf, DWORD dwLen, LPVOID lpUserValue);

/* Writes the plug-in's version, one line, into a buffer of dwBufLen bytes. Called before BRFP_InitFilter. */
BRFP_API void BRFP_GetVersion(LPSTR lpVersion, DWORD dwBufLen);

/* Once, at the start: open data bases, read files. FALSE: it cannot work now; the server tries again a little later. */
BRFP_API BOOL BRFP_InitFilter(BRFP_FilterDataCallBack lpCallBack, LPVOID lpUserValue);

/* A login with a password. 0: right, with the user's number (above 0, of no other user), level (0 or more) and nickname
 * (at most dwNickNameLen bytes with the zero; left empty, the name is taken) written to where the pointers say. Any
 * other number of 1 to 2147483647 reaches the client as it is. */
BRFP_API DWORD BRFP_VerifyUser(LPCSTR lpUserName, LPCSTR lpPassword, DWORD *lpUserId, DWORD *lpUserLevel,
                               LPSTR lpNickName, DWORD dwNickNameLen);

/* Before every entry to a room. 0: may enter; any other number of 1 to 2147483647 reaches the client as it is. In an
 * entry by number lpRoomName is empty; in an entry by name dwRoomId is the number that the server has allotted. */
BRFP_API DWORD BRFP_PrepareEnterRoom(DWORD dwUserId, DWORD dwRoomId, LPCSTR lpRoomName, LPCSTR lpPassword);

/* After a login, of guests too. */
BRFP_API void BRFP_OnUserLoginAction(DWORD dwUserId, LPCSTR lpUserName, DWORD dwLevel, LPCSTR lpIpAddr, DWORD dwHandle);

/* After a logout or the loss of the link. */
BRFP_API void BRFP_OnUserLogoutAction(DWORD dwUserId);

BRFP_API void BRFP_OnUserEnterRoomAction(DWORD dwUserId, DWORD dwRoomId);

/* Comes before the entry to the next room and before the logout. */
BRFP_API void BRFP_OnUserLeaveRoomAction(DWORD dwUserId, DWORD dwRoomId);

/* Bytes from a client, 1 to 65536; they are the server's and gone after the return. */
BRFP_API void BRFP_OnRecvUserFilterData(DWORD dwUserId, LPCSTR lpBuf, DWORD dwLen);

/* A copy of a text that was delivered; dwTarUserId is 0xFFFFFFFF where it went to the room. dwLen without the zero. */
BRFP_API void BRFP_OnRecvUserTextMsg(DWORD dwRoomId, DWORD dwSrcUserId, DWORD dwTarUserId, BOOL bSecret,
                                     LPCSTR lpMessage, DWORD dwLen);

/* The server ends; nothing is called after it. */
BRFP_API void BRFP_ReleaseFilter(void);

#endif
