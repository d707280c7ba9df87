/**
 * Licence files: {@link org.anychat.license.file.SignedLicense} is the text with its signature,
 * {@link org.anychat.license.file.IssuerKeys} the keys that sign and verify it.
 */
package org.anychat.license.file;
