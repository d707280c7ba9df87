/* The sample with faults that a test may ask for by the name of a login. */
#define BRFP_VerifyUser sample_verify_user
#define BRFP_InitFilter sample_init_filter
#include "../sample_filter.c"
#undef BRFP_VerifyUser
#undef BRFP_InitFilter

#include <stdlib.h>
#include <unistd.h>

/* The names of files in the folder where it runs: while such a file is there, the function has that fault. */
BRFP_API BOOL BRFP_InitFilter(BRFP_FilterDataCallBack lpCallBack, LPVOID lpUserValue)
{
    return access("refuse-init", F_OK) == 0 ? FALSE : sample_init_filter(lpCallBack, lpUserValue);
}

BRFP_API DWORD BRFP_VerifyUser(LPCSTR lpUserName, LPCSTR lpPassword, DWORD *lpUserId, DWORD *lpUserLevel,
                               LPSTR lpNickName, DWORD dwNickNameLen)
{
    if (strcmp(lpUserName, "segv") == 0)
        *(volatile int *) 8 = 1;
    if (strcmp(lpUserName, "exit") == 0)
        exit(3);
    if (strcmp(lpUserName, "hang") == 0)
        for (;;)
            pause();
    if (strcmp(lpUserName, "zero") == 0)
        return 0; /* without a user id */
    if (strcmp(lpUserName, "negative") == 0)
        return 0xFFFFFFFFu;
    return sample_verify_user(lpUserName, lpPassword, lpUserId, lpUserLevel, lpNickName, dwNickNameLen);
}
