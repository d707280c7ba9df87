/** The bundled test picture and tone, the readers of their files, and sources that repeat them without end. */
package org.anychat.client.sample;
