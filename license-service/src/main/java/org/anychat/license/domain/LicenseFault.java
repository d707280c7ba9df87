package org.anychat.license.domain;

/** Why a licence does not count, with the field's numbers and names (error table, 800 to 862). */
public enum LicenseFault {
    /** The file is missing or cannot be read. */
    GET_INFO_FAILED(800, "GETINFOFAILED"),
    /** It has expired, or is for a later day. */
    EXPIRED(801, "EXPIRED"),
    /** It is no licence, was changed, or was signed by somebody else. */
    DECODE_FAILED(802, "DECODEFAIL"),
    /** Several parts of the hardware differ. */
    HARDWARE(810, "HDSIGFAIL"),
    /** The number of processors differs. */
    CPU_COUNT(811, "CPUNUMFAIL"),
    /** The processor's frequency differs. */
    CPU_FREQUENCY(812, "CPUFREQFAIL"),
    /** The size of the memory differs. */
    MEMORY_SIZE(813, "RAMSIZEFAIL"),
    /** No network card is one of the licence. */
    MAC_ADDRESS(814, "MACADDRFAIL"),
    /** The processor's model differs. */
    CPU_MODEL(815, "CPUMODELFAIL"),
    /** No disk is one of the licence. */
    DISK_ID(816, "DRIVERIDFAIL"),
    /** The UKey's signature is wrong. */
    UKEY_SIGNATURE(830, "UKEYSIGFAIL"),
    /** No UKey is plugged in. */
    UKEY_NOT_FOUND(831, "UKEYNOTFOUND"),
    /** The UKey cannot be read. */
    UKEY_READ(832, "UKEYREADERR"),
    /** Another UKey is plugged in. */
    UKEY_NOT_MATCH(833, "UKEYNOTMATCH"),
    /** The UKey's PKCS#11 library does not work. */
    UKEY_LIBRARY(834, "UKEYDLLFAIL"),
    /** Nobody answers at the domain. */
    URL_VERIFY(840, "URLVERIFYFAIL"),
    /** The domain has no address. */
    DNS(842, "DNSFAIL"),
    /** The machine's addresses cannot be found out. */
    BIND_IP(850, "BINDIPFAIL"),
    /** Another server answers at the domain. */
    DOMAIN(860, "DOMAINFAIL"),
    /** The licence asks for a UKey, and none is configured. */
    UKEY(861, "UKEYFAIL"),
    /** The machine does not have the licence's address. */
    IP_ADDRESS(862, "IPADDRFAIL");

    private final int code;
    private final String fieldName;

    LicenseFault(int code, String fieldName) {
        this.code = code;
        this.fieldName = fieldName;
    }

    /**
     * The number in the error table.
     *
     * @return 800 to 862
     */
    public int code() {
        return code;
    }

    /**
     * The name in the error table.
     *
     * @return upper-case letters
     */
    public String fieldName() {
        return fieldName;
    }
}
