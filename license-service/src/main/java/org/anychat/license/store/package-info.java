/** Where the seats are kept. */
package org.anychat.license.store;
