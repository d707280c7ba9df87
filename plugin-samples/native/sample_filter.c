/* A sample of a native plug-in: it checks passwords, keeps guests out of room 9, greets whoever logs in, answers what
 * clients send, and prints texts, which the server writes to its log. */
#include "anychat_filter.h"

#include <stdio.h>
#include <string.h>

#define WRONG_PASSWORD 200
#define NO_SUCH_USER 205
#define MEMBERS_ONLY 90001 /* a number of one's own: the client gets it as it is */
#define MEMBERS_ROOM 9
#define MAX_USERS 4096

/* In your plug-in a data base stands here. */
static const struct account {
    const char *name, *password, *nickname;
    DWORD user_id, level;
} accounts[] = {{"ann", "apple", "Ann A.", 101, 5}, {"ben", "banana", "", 102, 0}};

static struct { DWORD user_id, handle; } users[MAX_USERS];
static BRFP_FilterDataCallBack send_callback;
static LPVOID send_value;

static DWORD *handle_of(DWORD user_id)
{
    for (size_t i = 0; i < MAX_USERS; i++)
        if (users[i].user_id == user_id)
            return &users[i].handle;
    return NULL;
}

static void send_text(DWORD user_id, const char *before, const char *text, size_t length)
{
    char buffer[1024];
    DWORD *handle = handle_of(user_id);
    int written = snprintf(buffer, sizeof buffer, "%s %.*s", before, (int) (length < 900 ? length : 900), text);

    if (handle && written > 0)
        send_callback(user_id, *handle, buffer, (DWORD) written, send_value);
}

BRFP_API void BRFP_GetVersion(LPSTR lpVersion, DWORD dwBufLen)
{
    snprintf(lpVersion, dwBufLen, "Sample filter (C) 1.0");
}

BRFP_API BOOL BRFP_InitFilter(BRFP_FilterDataCallBack lpCallBack, LPVOID lpUserValue)
{
    send_callback = lpCallBack;
    send_value = lpUserValue;
    return TRUE;
}

BRFP_API DWORD BRFP_VerifyUser(LPCSTR lpUserName, LPCSTR lpPassword, DWORD *lpUserId, DWORD *lpUserLevel,
                               LPSTR lpNickName, DWORD dwNickNameLen)
{
    for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++) {
        if (strcmp(accounts[i].name, lpUserName) != 0)
            continue;
        if (strcmp(accounts[i].password, lpPassword) != 0)
            return WRONG_PASSWORD;
        *lpUserId = accounts[i].user_id;
        *lpUserLevel = accounts[i].level;
        snprintf(lpNickName, dwNickNameLen, "%s", accounts[i].nickname);
        return 0;
    }
    return NO_SUCH_USER;
}

BRFP_API DWORD BRFP_PrepareEnterRoom(DWORD dwUserId, DWORD dwRoomId, LPCSTR lpRoomName, LPCSTR lpPassword)
{
    (void) lpRoomName;
    (void) lpPassword;
    return dwRoomId == MEMBERS_ROOM && (int32_t) dwUserId < 0 ? MEMBERS_ONLY : 0;
}

BRFP_API void BRFP_OnUserLoginAction(DWORD dwUserId, LPCSTR lpUserName, DWORD dwLevel, LPCSTR lpIpAddr, DWORD dwHandle)
{
    DWORD *free_place = handle_of(0);

    (void) dwLevel;
    for (size_t i = 0; free_place && i < MAX_USERS; i++) {
        if (users[i].user_id == 0) {
            users[i].user_id = dwUserId;
            users[i].handle = dwHandle;
            break;
        }
    }
    send_text(dwUserId, "welcome", lpUserName, strlen(lpUserName));
    printf("login of %d %s from %s\n", (int) dwUserId, lpUserName, lpIpAddr);
}

BRFP_API void BRFP_OnUserLogoutAction(DWORD dwUserId)
{
    for (size_t i = 0; i < MAX_USERS; i++)
        if (users[i].user_id == dwUserId)
            users[i].user_id = 0;
    printf("logout of %d\n", (int) dwUserId);
}

BRFP_API void BRFP_OnUserEnterRoomAction(DWORD dwUserId, DWORD dwRoomId)
{
    printf("%d enters room %u\n", (int) dwUserId, dwRoomId);
}

BRFP_API void BRFP_OnUserLeaveRoomAction(DWORD dwUserId, DWORD dwRoomId)
{
    printf("%d leaves room %u\n", (int) dwUserId, dwRoomId);
}

BRFP_API void BRFP_OnRecvUserFilterData(DWORD dwUserId, LPCSTR lpBuf, DWORD dwLen)
{
    send_text(dwUserId, "echo", lpBuf, dwLen);
}

BRFP_API void BRFP_OnRecvUserTextMsg(DWORD dwRoomId, DWORD dwSrcUserId, DWORD dwTarUserId, BOOL bSecret,
                                     LPCSTR lpMessage, DWORD dwLen)
{
    (void) bSecret;
    printf("text of %d to %d in room %u: %.*s\n", (int) dwSrcUserId, (int) dwTarUserId, dwRoomId, (int) dwLen, lpMessage);
}

BRFP_API void BRFP_ReleaseFilter(void)
{
    printf("released\n");
}
