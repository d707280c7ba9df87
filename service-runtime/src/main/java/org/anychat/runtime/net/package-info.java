/** Where a process is in the network. */
package org.anychat.runtime.net;
