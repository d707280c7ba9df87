/* A library that has forgotten most of what a plug-in exports. */
#include "../anychat_filter.h"

BRFP_API void BRFP_GetVersion(LPSTR lpVersion, DWORD dwBufLen)
{
    (void) lpVersion;
    (void) dwBufLen;
}

BRFP_API BOOL BRFP_InitFilter(BRFP_FilterDataCallBack lpCallBack, LPVOID lpUserValue)
{
    (void) lpCallBack;
    (void) lpUserValue;
    return TRUE;
}
