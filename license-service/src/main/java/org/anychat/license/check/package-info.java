/**
 * Does the licence count, here and now? {@link org.anychat.license.check.LicenseCheck} answers what this machine alone
 * can tell, {@link org.anychat.license.check.DomainProof} asks the network, and
 * {@link org.anychat.license.check.LicenseWatch} asks both again and again.
 */
package org.anychat.license.check;
