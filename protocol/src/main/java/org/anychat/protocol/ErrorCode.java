package org.anychat.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers that replies and {@code linkClose} carry: the error table of the AnyChat SDK, names without their prefix.
 * Where the SDK gives a whole range to one family without naming each number, {@link #describe} knows the family.
 */
public enum ErrorCode {
    /** Success. */
    SUCCESS(0, "success"),
    /** A database failed. */
    DB_ERROR(1, "a database failed"),
    /** The link is not ready: connect comes first. */
    NOTINIT(2, "the link is not ready: connect comes first"),
    /** Not in the room. */
    NOTINROOM(3, "not in the room"),
    /** Out of memory. */
    MEMORYFAIL(4, "out of memory"),
    /** An unexpected fault. */
    EXCEPTION(5, "an unexpected fault"),
    /** The operation was cancelled. */
    CANCEL(6, "the operation was cancelled"),
    /** The message breaks the protocol. */
    PROTOCOLFAIL(7, "the message breaks the protocol"),
    /** The session does not exist. */
    SESSIONNOTEXIST(8, "the session does not exist"),
    /** The data does not exist. */
    DATANOTEXIST(9, "the data does not exist"),
    /** The data exists already. */
    DATAEXIST(10, "the data exists already"),
    /** The GUID is not valid. */
    INVALIDGUID(11, "the GUID is not valid"),
    /** The resource is being taken back. */
    RESOURCERECOVER(12, "the resource is being taken back"),
    /** The resource is in use. */
    RESOURCEUSED(13, "the resource is in use"),
    /** The JSON text is malformed. */
    JSONFAIL(14, "the JSON text is malformed"),
    /** The object was deleted. */
    OBJECTDELETE(15, "the object was deleted"),
    /** The session exists already. */
    SESSIONEXIST(16, "the session exists already"),
    /** The session is not ready. */
    SESSIONNOTINIT(17, "the session is not ready"),
    /** The data is not ready. */
    DATANOTPREPARE(18, "the data is not ready"),
    /** The process was asked to end. */
    SIGTERM(19, "the process was asked to end"),
    /** The function is not allowed. */
    FUNCNOTALLOW(20, "the function is not allowed"),
    /** A parameter is missing, of the wrong type or out of range. */
    FUNCOPTERROR(21, "a parameter is missing, of the wrong type or out of range"),
    /** The device cannot be opened. */
    DEVICEOPENFAIL(22, "the device cannot be opened"),
    /** No resource is free for this now. */
    NOENOUGHRESOURCE(23, "no resource is free for this now"),
    /** The pixel format is not supported. */
    PIXFMTNOTSUPPORT(24, "the pixel format is not supported"),
    /** Not a multicast address. */
    NOTMULTICASTADDR(25, "not a multicast address"),
    /** A second instance is running. */
    MULTIRUNERROR(26, "a second instance is running"),
    /** The file is not trusted. */
    FILETRUSTFAILED(27, "the file is not trusted"),
    /** The licence check failed. */
    CERTVERIFYFAILED(28, "the licence check failed"),
    /** The check of the licensed user count failed. */
    CERTUSERFAILED(29, "the check of the licensed user count failed"),
    /** The named master is itself a standby. */
    MASTERISSLAVE(30, "the named master is itself a standby"),
    /** The master is not licensed, so it takes no standby. */
    MASTERNOTCREDIT(31, "the master is not licensed, so it takes no standby"),
    /** The versions do not match. */
    VERSIONNOTMATCH(32, "the versions do not match"),
    /** The second licence check failed. */
    CERTFAILSECOND(33, "the second licence check failed"),
    /** The server could not be verified. */
    SERVERVERIFYFAIL(34, "the server could not be verified"),
    /** The client's certificate failed. */
    CLIENTCERTFAILED(35, "the client's certificate failed"),
    /** The licence's checksum is wrong. */
    CERTSUMFAILED(36, "the licence's checksum is wrong"),
    /** Remote control. */
    REMOTECTRL(37, "remote control"),
    /** The service id is taken. */
    DUPLICATESERVICEID(38, "the service id is taken"),
    /** The directory cannot be used. */
    DIRENTERROR(39, "the directory cannot be used"),
    /** The file cannot be unpacked. */
    EXTRACTFILEERROR(40, "the file cannot be unpacked"),
    /** The process cannot be started. */
    STARTPROCESSFAILED(41, "the process cannot be started"),
    /** The service is running already. */
    SERVICEISRUNNING(42, "the service is running already"),
    /** Disk space is short. */
    DISKSPACELIMITED(43, "disk space is short"),
    /** No answer in time, or a fault in the service. */
    REQUESTFAILED(44, "no answer in time, or a fault in the service"),
    /** The machine is not the right one. */
    INVALIDMACHINE(45, "the machine is not the right one"),
    /** The licence cannot be read. */
    GETCERTINFOFAILED(46, "the licence cannot be read"),
    /** The clusters do not match. */
    CLUSTERNOTMATCH(47, "the clusters do not match"),
    /** The cluster id is missing. */
    NONECLUSTERID(48, "the cluster id is missing"),
    /** Too many services of this kind. */
    CREATESERVICE_MORE(49, "too many services of this kind"),
    /** The file cannot be copied. */
    COPYFILEFAILED(50, "the file cannot be copied"),
    /** The cloud database failed. */
    CLOUDDBFAIL(51, "the cloud database failed"),
    /** The cloud object store failed. */
    CLOUDOSSFAIL(52, "the cloud object store failed"),
    /** The service binding is not valid. */
    SERVICEBINDINVALID(53, "the service binding is not valid"),
    /** The service cannot be bound. */
    SERVICEBINDFAIL(54, "the service cannot be bound"),
    /** The service is bound already. */
    SERVICEBINDEXIST(55, "the service is bound already"),
    /** The pipeline's user failed. */
    PIPELINEUSERFAIL(56, "the pipeline's user failed"),
    /** The pipeline's session failed. */
    PIPELINESESSIONFAIL(57, "the pipeline's session failed"),
    /** No instance of the service is there. */
    SERVICECLOSED(58, "no instance of the service is there"),
    /** The file is encrypted. */
    FILEENCRYPTED(59, "the file is encrypted"),
    /** The file's header is not valid. */
    FILEHEADINVAILD(60, "the file's header is not valid"),
    /** The file's password is wrong. */
    FILEDECODE_PASSERR(61, "the file's password is wrong"),
    /** A limit was exceeded. */
    OVERFLOW(62, "a limit was exceeded"),
    /** The server is too old. */
    OLDSERVER(63, "the server is too old"),
    /** The file type is not supported. */
    UNSUPPORTFILETYPE(64, "the file type is not supported"),
    /** The file's content is wrong. */
    FILECONTENTFAIL(65, "the file's content is wrong"),
    /** The key could not be verified. */
    KEYVERIFYFAILED(66, "the key could not be verified"),
    /** The TLS certificate has no chain. */
    SSLCERT_NOCHAIN(67, "the TLS certificate has no chain"),
    /** The TLS certificate could not be verified. */
    SSLCERT_VERIFYFAIL(68, "the TLS certificate could not be verified"),
    /** The TLS certificate is not valid today. */
    SSLCERT_DATEFAIL(69, "the TLS certificate is not valid today"),
    /** The TLS certificate is for another name. */
    SSLCERT_URLFAIL(70, "the TLS certificate is for another name"),
    /** The TLS certificate's public key is wrong. */
    SSLCERT_PUBLICKEYFAIL(71, "the TLS certificate's public key is wrong"),
    /** The TLS private key is wrong. */
    SSLCERT_PRIVATEKEYFAIL(72, "the TLS private key is wrong"),
    /** No TLS certificate is configured. */
    SSLCERT_NOTCONFIG(73, "no TLS certificate is configured"),
    /** The certificate needs higher security. */
    CERTHIGHSECURITY(74, "the certificate needs higher security"),
    /** Security was broken. */
    SECURITYBREAK(75, "security was broken"),
    /** The certificate's algorithm is not accepted. */
    CERTALGORITHMFAIL(76, "the certificate's algorithm is not accepted"),
    /** The certificate's helper is missing. */
    LOSSCERTHELPER(77, "the certificate's helper is missing"),
    /** The security exchange took too long. */
    SECURITYTIMEOUT(78, "the security exchange took too long"),
    /** The machine has too little memory. */
    MEMORYTOOSMALL(79, "the machine has too little memory"),
    /** The codec is not supported. */
    UNSUPPORTCODEC(80, "the codec is not supported"),
    /** Too many applications of this type. */
    APPTYPEOVERFLOW(81, "too many applications of this type"),
    /** The connection timed out. */
    CONNECT_TIMEOUT(100, "the connection timed out"),
    /** The link to the server broke. */
    CONNECT_ABORT(101, "the link to the server broke"),
    /** The server password is wrong or missing. */
    CONNECT_AUTHFAIL(102, "the server password is wrong or missing"),
    /** The server's name cannot be resolved. */
    CONNECT_DNSERROR(103, "the server's name cannot be resolved"),
    /** More users than the licence admits. */
    CONNECT_OVERFLOW(104, "more users than the licence admits"),
    /** More than demo mode admits. */
    CONNECT_FUNCLIMIT(105, "more than demo mode admits"),
    /** For use in the intranet only. */
    CONNECT_INTRANET(106, "for use in the intranet only"),
    /** The client is too old. */
    CONNECT_OLDVERSION(107, "the client is too old"),
    /** A socket failed. */
    CONNECT_SOCKETERR(108, "a socket failed"),
    /** This type of device is not licensed. */
    CONNECT_DEVICELIMIT(109, "this type of device is not licensed"),
    /** The service is paused. */
    CONNECT_PAUSED(110, "the service is paused"),
    /** The standby does not serve while the master is up. */
    CONNECT_HOTSERVER(111, "the standby does not serve while the master is up"),
    /** The check of the user count is wrong. */
    CONNECT_ERRCERUSER(112, "the check of the user count is wrong"),
    /** The address is banned. */
    CONNECT_IPFORBID(113, "the address is banned"),
    /** The link is of the wrong type. */
    CONNECT_TYPEWRONG(114, "the link is of the wrong type"),
    /** The server's address is wrong. */
    CONNECT_ERRORIP(115, "the server's address is wrong"),
    /** Closed by one's own side. */
    CONNECT_SELFCLOSE(116, "closed by one's own side"),
    /** There is no list of servers. */
    CONNECT_NOSVRLIST(117, "there is no list of servers"),
    /** The load balancer did not answer. */
    CONNECT_LBTIMEOUT(118, "the load balancer did not answer"),
    /** The server does not work. */
    CONNECT_NOTWORK(119, "the server does not work"),
    /** The server is offline. */
    CONNECT_OFFLINE(120, "the server is offline"),
    /** The bandwidth is limited. */
    CONNECT_NETLIMITED(121, "the bandwidth is limited"),
    /** The traffic allowance is too low. */
    CONNECT_LOWTRAFFIC(122, "the traffic allowance is too low"),
    /** A network with IPv6 alone is not supported. */
    CONNECT_IPV6FAIL(123, "a network with IPv6 alone is not supported"),
    /** The cluster has no master. */
    CONNECT_NOMASTER(124, "the cluster has no master"),
    /** The cluster's status is unknown. */
    CONNECT_NOSTATUS(125, "the cluster's status is unknown"),
    /** The cluster's data is being prepared. */
    CONNECT_DATAPREPARE(126, "the cluster's data is being prepared"),
    /** The cold standby sleeps. */
    CONNECT_COLDSTANDBY_SLEEP(127, "the cold standby sleeps"),
    /** Name or password wrong. */
    CERTIFY_FAIL(200, "name or password wrong"),
    /** The user is logged in already. */
    ALREADY_LOGIN(201, "the user is logged in already"),
    /** The account is locked for now. */
    ACCOUNT_LOCK(202, "the account is locked for now"),
    /** The address is locked for now. */
    IPADDR_LOCK(203, "the address is locked for now"),
    /** Guests are not allowed. */
    VISITOR_DENY(204, "guests are not allowed"),
    /** The user does not exist. */
    INVALID_USERID(205, "the user does not exist"),
    /** There is no link to the business server. */
    SERVERSDK_FAIL(206, "there is no link to the business server"),
    /** The business server is too slow. */
    SERVERSDK_TIMEOUT(207, "the business server is too slow"),
    /** Not logged in. */
    NOTLOGIN(208, "not logged in"),
    /** The same user logged in elsewhere. */
    LOGIN_NEWLOGIN(209, "the same user logged in elsewhere"),
    /** The name is empty. */
    LOGIN_EMPTYNAME(210, "the name is empty"),
    /** Kicked out by the server. */
    KICKOUT(211, "kicked out by the server"),
    /** The business server restarted. */
    SERVER_RESTART(212, "the business server restarted"),
    /** No right to do this. */
    FORBIDDEN(213, "no right to do this"),
    /** The signature is empty. */
    SIGSTREMPTY(214, "the signature is empty"),
    /** The signature could not be verified. */
    SIGVERIFYFAIL(215, "the signature could not be verified"),
    /** The public key is missing. */
    SIGPUBLICKEYEMPTY(216, "the public key is missing"),
    /** The private key is missing. */
    SIGPRIVATEKEYEMPTY(217, "the private key is missing"),
    /** The signed parameter is missing. */
    SIGPARAMEMPTY(218, "the signed parameter is missing"),
    /** The signed parameter is wrong. */
    SIGPARAMFAIL(219, "the signed parameter is wrong"),
    /** The signature is too old. */
    SIGTIMEFAILURE(220, "the signature is too old"),
    /** The application is not active. */
    APP_NOTACTIVE(221, "the application is not active"),
    /** The application is paused. */
    APP_PAUSED(222, "the application is paused"),
    /** The application is locked. */
    APP_LOCKED(223, "the application is locked"),
    /** The application has expired. */
    APP_EXPIRED(224, "the application has expired"),
    /** The application's status is unknown. */
    APP_UNKNOWSTATUS(225, "the application's status is unknown"),
    /** The signature was used before. */
    SIGALREADYUSED(226, "the signature was used before"),
    /** The user has the wrong role. */
    USERROLE_FAIL(227, "the user has the wrong role"),
    /** The agent does not exist. */
    INVALID_AGENT(228, "the agent does not exist"),
    /** The server's signature failed. */
    SERVERSIGFAIL(229, "the server's signature failed"),
    /** The room is locked. */
    ROOM_LOCK(300, "the room is locked"),
    /** The room's password is wrong. */
    ROOM_PASSERR(301, "the room's password is wrong"),
    /** The room is full. */
    ROOM_FULLUSER(302, "the room is full"),
    /** The room does not exist. */
    ROOM_INVALID(303, "the room does not exist"),
    /** The room has expired. */
    ROOM_EXPIRE(304, "the room has expired"),
    /** The room's owner refused. */
    ROOM_REJECT(305, "the room's owner refused"),
    /** The room's owner is absent. */
    ROOM_OWNERBEOUT(306, "the room's owner is absent"),
    /** The room could not be entered. */
    ROOM_ENTERFAIL(307, "the room could not be entered"),
    /** In that room already; nothing changed. */
    ROOM_ALREADIN(308, "in that room already; nothing changed"),
    /** Not in a room. */
    ROOM_NOTIN(309, "not in a room"),
    /** The packet is old. */
    STREAM_OLDPACK(350, "the packet is old"),
    /** The packet came before. */
    STREAM_SAMEPAK(351, "the packet came before"),
    /** Packets were lost. */
    STREAM_PACKLOSS(352, "packets were lost"),
    /** The stream is wrong. */
    STREAM_MISTAKE(353, "the stream is wrong"),
    /** The stream's buffer ran empty. */
    STREAM_LACKBUFFER(354, "the stream's buffer ran empty"),
    /** The partner left. */
    PRIVATE_PRINULL(401, "the partner left"),
    /** The partner refused. */
    PRIVATE_REJECTPRI(402, "the partner refused"),
    /** Private chat is not allowed. */
    PRIVATE_PRIDENY(403, "private chat is not allowed"),
    /** The request's number is wrong. */
    PRIVATE_PRIREQIDERR(420, "the request's number is wrong"),
    /** A private chat is under way already. */
    PRIVATE_PRIALRCHAT(421, "a private chat is under way already"),
    /** The partner did not answer in time. */
    PRIVATE_PRITIMEOUT(431, "the partner did not answer in time"),
    /** The partner is busy. */
    PRIVATE_PRICHATBUSY(432, "the partner is busy"),
    /** The partner ended the private chat. */
    PRIVATE_PRIUSERCLOSE(433, "the partner ended the private chat"),
    /** Ended by oneself. */
    PRIVATE_PRISELFCLOSE(434, "ended by oneself"),
    /** The request was withdrawn. */
    PRIVATE_PRIREQCANCEL(435, "the request was withdrawn"),
    /** A video call is under way. */
    VIDEOCALL_INCHAT(440, "a video call is under way"),
    /** The time with the microphone is over. */
    MICLOSE_TIMEOUT(500, "the time with the microphone is over"),
    /** A user of higher level took the microphone. */
    MICLOSE_HIGHUSER(501, "a user of higher level took the microphone"),
    /** This node is the master. */
    BUS_SELFMASTER(610, "this node is the master"),
    /** Another node is the master. */
    BUS_OTHERMASTER(611, "another node is the master"),
    /** The node's priority is too low. */
    BUS_LOWPRIORITY(612, "the node's priority is too low"),
    /** The transfer cannot be created. */
    TRANSBUF_CREATEFAIL(700, "the transfer cannot be created"),
    /** There is no such transfer. */
    TRANSBUF_NOTASK(701, "there is no such transfer"),
    /** The file cannot be opened. */
    TRANSFILE_OPENFAIL(710, "the file cannot be opened"),
    /** The file is empty. */
    TRANSFILE_ZEROLEN(711, "the file is empty"),
    /** The file is too large. */
    TRANSFILE_TOOLARGE(712, "the file is too large"),
    /** The file cannot be read. */
    TRANSFILE_READFAIL(713, "the file cannot be read"),
    /** The file is being transferred already. */
    TRANSFILE_DOWNLOADING(714, "the file is being transferred already"),
    /** The file transfer failed. */
    TRANSFILE_FAILED(715, "the file transfer failed"),
    /** There is no such file transfer. */
    TRANSFILE_NOTASK(716, "there is no such file transfer"),
    /** There is no such recording. */
    RECORD_NOTASK(720, "there is no such recording"),
    /** The recording cannot be created. */
    RECORD_CREATEFAIL(721, "the recording cannot be created"),
    /** The recording waits for information. */
    RECORD_WAITINFO(722, "the recording waits for information"),
    /** The queue does not exist. */
    QUEUE_INVALID(750, "the queue does not exist"),
    /** The queue is about to serve. */
    QUEUE_PREPARESERVICE(751, "the queue is about to serve"),
    /** There is no UDP to the server, so no media. */
    SDKWARNING_UDPFAIL(780, "there is no UDP to the server, so no media"),
    /** A client library is missing: misc. */
    SDKWARNING_MISCUTILFAIL(781, "a client library is missing: misc"),
    /** A client library is missing: media utilities. */
    SDKWARNING_MEDIAUTILFAIL(782, "a client library is missing: media utilities"),
    /** A client library is missing: media core. */
    SDKWARNING_MEDIACOREFAIL(783, "a client library is missing: media core"),
    /** A client library is missing: media show. */
    SDKWARNING_MEDIASHOWFAIL(784, "a client library is missing: media show"),
    /** The licence file cannot be read. */
    LICENSE_GETINFOFAILED(800, "the licence file cannot be read"),
    /** The licence has expired. */
    LICENSE_EXPIRED(801, "the licence has expired"),
    /** The licence file cannot be decoded. */
    LICENSE_DECODEFAIL(802, "the licence file cannot be decoded"),
    /** The hardware's fingerprint does not match. */
    LICENSE_HDSIGFAIL(810, "the hardware's fingerprint does not match"),
    /** The number of CPUs does not match. */
    LICENSE_CPUNUMFAIL(811, "the number of CPUs does not match"),
    /** The CPU's frequency does not match. */
    LICENSE_CPUFREQFAIL(812, "the CPU's frequency does not match"),
    /** The memory's size does not match. */
    LICENSE_RAMSIZEFAIL(813, "the memory's size does not match"),
    /** The MAC address does not match. */
    LICENSE_MACADDRFAIL(814, "the MAC address does not match"),
    /** The CPU's model does not match. */
    LICENSE_CPUMODELFAIL(815, "the CPU's model does not match"),
    /** The disk's id does not match. */
    LICENSE_DRIVERIDFAIL(816, "the disk's id does not match"),
    /** The UKey's signature is wrong. */
    LICENSE_UKEYSIGFAIL(830, "the UKey's signature is wrong"),
    /** There is no UKey. */
    LICENSE_UKEYNOTFOUND(831, "there is no UKey"),
    /** The UKey cannot be read. */
    LICENSE_UKEYREADERR(832, "the UKey cannot be read"),
    /** The UKey does not match. */
    LICENSE_UKEYNOTMATCH(833, "the UKey does not match"),
    /** The UKey's driver failed. */
    LICENSE_UKEYDLLFAIL(834, "the UKey's driver failed"),
    /** The URL could not be verified. */
    LICENSE_URLVERIFYFAIL(840, "the URL could not be verified"),
    /** The licensed name cannot be resolved. */
    LICENSE_DNSFAIL(842, "the licensed name cannot be resolved"),
    /** The licensed address cannot be bound. */
    LICENSE_BINDIPFAIL(850, "the licensed address cannot be bound"),
    /** The domain does not match. */
    LICENSE_DOMAINFAIL(860, "the domain does not match"),
    /** The UKey check failed. */
    LICENSE_UKEYFAIL(861, "the UKey check failed"),
    /** The address does not match. */
    LICENSE_IPADDRFAIL(862, "the address does not match"),
    /** The stream cannot be played. */
    PLAY_INVALIDSTREAM(20000, "the stream cannot be played"),
    /** The stream's session failed. */
    STREAM_SESSIONFAILED(30000, "the stream's session failed"),
    /** The caller withdrew the call. */
    VIDEOCALL_CANCEL(100101, "the caller withdrew the call"),
    /** The callee is offline. */
    VIDEOCALL_OFFLINE(100102, "the callee is offline"),
    /** The callee is busy. */
    VIDEOCALL_BUSY(100103, "the callee is busy"),
    /** The callee refused the call. */
    VIDEOCALL_REJECT(100104, "the callee refused the call"),
    /** The callee did not answer in time. */
    VIDEOCALL_TIMEOUT(100105, "the callee did not answer in time"),
    /** A party of the call lost its link. */
    VIDEOCALL_DISCONNECT(100106, "a party of the call lost its link"),
    /** Not in a call. */
    VIDEOCALL_NOTINCALL(100107, "not in a call"),
    /** In a service area already. */
    OBJECT_EXISTAREA(100201, "in a service area already"),
    /** In a queue already. */
    OBJECT_EXISTQUEUE(100202, "in a queue already"),
    /** The web plug-in is not installed. */
    PLUGIN_NOTINSTALLED(1010000, "the web plug-in is not installed"),
    /** The web plug-in is too old. */
    PLUGIN_OLDVERSION(1010001, "the web plug-in is too old");

    private static final Map<Integer, ErrorCode> BY_NUMBER = new HashMap<>();

    static {
        for (ErrorCode code : values()) {
            BY_NUMBER.put(code.number, code);
        }
    }

    private final int number;
    private final String text;

    ErrorCode(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /**
     * The number on the wire.
     *
     * @return 0 for success
     */
    public int number() {
        return number;
    }

    /**
     * What it means, for a person.
     *
     * @return a short English phrase without a full stop
     */
    public String text() {
        return text;
    }

    /**
     * Finds the code with a number.
     *
     * @param number the number on the wire
     * @return the code, or empty where the table gives the number no name
     */
    public static Optional<ErrorCode> ofNumber(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }

    /**
     * Words for any number, also one that has no name.
     *
     * @param number the number on the wire
     * @return a short English phrase without a full stop
     */
    public static String describe(int number) {
        ErrorCode code = BY_NUMBER.get(number);
        if (code != null) {
            return code.text;
        }
        for (Family family : FAMILIES) {
            if (number >= family.first && number <= family.last) {
                return family.text;
            }
        }
        return "error " + number;
    }

    private record Family(int first, int last, String text) {}

    private static final Family[] FAMILIES = {
        new Family(10_001, 10_020, "a video device failed"),
        new Family(10_500, 10_518, "an audio device failed"),
        new Family(100_300, 100_308, "the application id is not accepted"),
        new Family(100_400, 100_403, "the user administration failed"),
        new Family(100_500, 100_518, "the live update failed"),
        new Family(100_600, 100_612, "the process failed"),
        new Family(100_701, 100_710, "the business server refused"),
        new Family(100_801, 100_805, "a database failed")
    };
}
