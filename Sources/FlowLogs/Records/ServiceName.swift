/// IANA's short names for services, such as `ssh` for 22/tcp.
///
/// From the registry "Service Name and Transport Protocol Port Number Registry" (RFC 6335), in lower case: the ports
/// that flow logs of networks usually show, not all of it. The name says what the port is registered for, and no more:
/// what listens there may be something else (9200 is `wap-wsp`, whatever a search cluster does with it). Where IANA
/// has several names for one port, it is the one in use today (`submissions`, not `urd`; `nfs`, not `shilp`).
public enum ServiceName {
    /// The name of a port under TCP, UDP or SCTP, or nil; O(1).
    public static func name(of key: PortProtocol) -> String? { names[key.packed] }

    /// Visits every port and protocol (`PortProtocol.packed`) that has a name; in no particular order.
    static func forEach(_ visit: (_ packedKey: UInt32, _ name: String) -> Void) {
        for (key, name) in names { visit(key, name) }
    }

    private static let names: [UInt32: String] = {
        var names: [UInt32: String] = [:]
        for entry in registry.split(whereSeparator: \.isWhitespace) {
            let parts = entry.split { $0 == "=" || $0 == "/" }
            guard parts.count == 3, let port = UInt16(parts[1]) else { continue }
            for letter in parts[2] {
                guard let transport = transports[letter] else { continue }
                names[PortProtocol(port: port, ipProtocol: transport).packed] = String(parts[0])
            }
        }
        return names
    }()

    private static let transports: [Character: IPProtocol] = ["t": .tcp, "u": .udp, "s": .sctp]

    /// `name=port/transports`, by port; t is TCP, u UDP, s SCTP.
    private static let registry = """
        tcpmux=1/tu echo=7/tu discard=9/tus systat=11/tu daytime=13/tu qotd=17/tu msp=18/tu chargen=19/tu
        ftp-data=20/tus ftp=21/tus ssh=22/tus telnet=23/tu smtp=25/tu time=37/tu nameserver=42/tu nicname=43/tu
        tacacs=49/tu domain=53/tu bootps=67/tu bootpc=68/tu tftp=69/tu gopher=70/tu finger=79/tu http=80/tus
        kerberos=88/tu iso-tsap=102/tu acr-nema=104/tu pop2=109/tu pop3=110/tu sunrpc=111/tu auth=113/tu sftp=115/tu
        nntp=119/tu ntp=123/tu epmap=135/tu netbios-ns=137/tu netbios-dgm=138/tu netbios-ssn=139/tu imap=143/t
        snmp=161/tu snmptrap=162/tu xdmcp=177/tu bgp=179/tus irc=194/tu smux=199/tu qmtp=209/tu ipx=213/tu
        imap3=220/tu bgmp=264/tu pkix-timestamp=318/tu ptp-event=319/tu ptp-general=320/tu rpc2portmap=369/tu
        clearcase=371/tu ldap=389/tu svrloc=427/tu mobileip-agent=434/tu https=443/tus snpp=444/tu microsoft-ds=445/tu
        kpasswd=464/tu submissions=465/t tcpnethaspsrv=475/tu retrospect=497/tu isakmp=500/tu mbap=502/tu
        citadel=504/tu exec=512/t comsat=512/u login=513/t who=513/u shell=514/t syslog=514/u printer=515/tu
        talk=517/tu ntalk=518/tu efs=520/t router=520/u ripng=521/tu ibm-db2=523/tu ncp=524/tu timed=525/tu
        courier=530/tu uucp=540/tu klogin=543/tu kshell=544/tu dhcpv6-client=546/tu dhcpv6-server=547/tu
        afpovertcp=548/tu rtsp=554/tu remotefs=556/tu nntps=563/tu submission=587/tu http-alt=591/tu
        http-rpc-epmap=593/tu tunnel=604/tu oob-ws-http=623/t asf-rmcp=623/u ipp=631/tu ldaps=636/tu msdp=639/tu
        ldp=646/tu dhcp-failover=647/tu rrp=648/tu ieee-mms=651/tu aodv=654/tu acap=674/tu msexch-routing=691/tu
        ha-cluster=694/tu olsr=698/tu epp=700/tu lmp=701/tu silc=706/tu kerberos-adm=749/tu netconf-ssh=830/tu
        dhcp-failover2=847/tu gdoi=848/tu domain-s=853/tu iscsi=860/tu owamp-control=861/t owamp-test=861/u
        twamp-control=862/t twamp-test=862/u rsync=873/tu ideafarm-door=902/tu ideafarm-panic=903/tu rndc=953/t
        ftps-data=989/tu ftps=990/tu nas=991/tu telnets=992/tu imaps=993/t pop3s=995/tu blackjack=1025/tu
        socks=1080/tu webobjects=1085/tu rmiactivation=1098/tu rmiregistry=1099/tu cisco-ipsla=1167/tus
        openvpn=1194/tu kazaa=1214/tu qt-serveradmin=1220/tu nessus=1241/tu opsmgr=1270/tu rxmon=1311/tu icap=1344/tu
        lotusnote=1352/tu ibm-mqseries=1414/tu rgtp=1431/tu ms-sql-s=1433/tu ms-sql-m=1434/tu ica=1494/tu
        imtc-mcs=1503/tu wins=1512/tu fujitsu-dtcns=1514/tu ifor-protocol=1515/tu ncube-lm=1521/tu ricardo-lm=1522/tu
        ingreslock=1524/tu orasrv=1525/tu pdap-np=1526/tu tlisrv=1527/tu virtual-places=1533/tu simbaexpress=1583/tu
        vqp=1589/tu icabrowser=1604/tu sightline=1645/tu sa-msg-port=1646/tu netview-aix-6=1666/tu groupwise=1677/tu
        nsjtp-data=1688/tu l2tp=1701/tu h323gatestat=1719/tu h323hostcall=1720/tus pptp=1723/tu ms-streaming=1755/tu
        msmq=1801/tu radius=1812/tu radius-acct=1813/tu msnp=1863/tu mqtt=1883/tu ssdp=1900/tu macromedia-fcs=1935/tu
        sns-quote=1967/tu intersys-cache=1972/tu hsrp=1985/tu cisco-sccp=2000/tu nfs=2049/tus iop=2055/tu
        infowave=2082/tu radsec=2083/tu gnunet=2086/tu eli=2087/tu nbx-ser=2095/tu nbx-dir=2096/tu rtcm-sc104=2101/tu
        zephyr-srv=2102/tu zephyr-clt=2103/tu zephyr-hm=2104/tu minipay=2105/tu gtp-control=2123/tu tdmoip=2142/tu
        gtp-user=2152/tu gdbremote=2159/tu eforward=2181/tu ethernet-ip-1=2222/tu rockwell-csp2=2223/tu
        cpq-wbem=2301/tu docker=2375/t docker-s=2376/t swarm=2377/t etcd-client=2379/t etcd-server=2380/t
        compaq-https=2381/tu ms-olap4=2383/tu ms-olap1=2393/tu ms-olap2=2394/tu fmpro-fdal=2399/tu cvspserver=2401/tu
        iec-104=2404/tu mgcp-gateway=2427/tu ovwdb=2447/tu ttc=2483/tu ttc-ssl=2484/tu ms-v-worlds=2525/tu
        madcap=2535/tu call-logging=2552/tu citriximaclient=2598/tu discp-client=2601/tu dict=2628/tu
        sybaseanywhere=2638/tu mgcp-callagent=2727/tu smpp=2775/tu corbaloc=2809/tu gsiftp=2811/tu icslap=2869/tu
        spcsdlobby=2888/tu m3ua=2905/ts megaco-h248=2944/tus h248-binary=2945/tus gpsd=2947/tu wap-push=2948/tu
        ssc-agent=2967/tu hbci=3000/tu cifs=3020/tu gds-db=3050/tu apc-3052=3052/tu xbox=3074/tu ndl-aas=3128/tu
        icpv2=3130/tu isns=3205/tu xnm-ssl=3220/tu fcip-port=3225/tu iscsi-target=3260/tu msft-gc=3268/tu
        msft-gc-ssl=3269/tu pdrncs=3299/tu ceph=3300/t odette-ftp=3305/tu mysql=3306/tu dec-notes=3333/tu
        btrieve=3351/tu gprs-data=3386/t gprs-sig=3386/u ms-wbt-server=3389/tu dsc=3390/tu stun=3478/tu
        slim-devices=3483/tu nut=3493/tu beserver-msg-q=3527/tu teredo=3544/tu apcupsd=3551/tu distcc=3632/tu
        apple-sasl=3659/tu daap=3689/tu svn=3690/tu ws-discovery=3702/tu blizwow=3724/tu bfd-control=3784/tu
        bfd-echo=3785/tu radius-dynauth=3799/tu diameter=3868/ts oem-agent=3872/tu igrs=3880/tu nvcnet=3999/tu
        terabase=4000/tu yo-main=4040/tu opencore=4089/tu xgrid=4111/tu pcoip=4172/tu sieve=4190/t aws-wsp=4195/tus
        rwhois=4321/tu unicall=4343/tu epmd=4369/tu pharos=4443/tu krb524=4444/tu ntske=4460/t ipsec-nat-t=4500/tu
        rsip=4555/tu tram=4567/tu iax=4569/tu trinity-dist=4711/tus gearman=4730/tu ipfix=4739/tus ipfixs=4740/tus
        ssad=4750/tu simon=4753/t simon-disc=4753/u gre-in-udp=4754/u gre-udp-dtls=4755/u smart-install=4786/t
        vxlan=4789/u vxlan-gpe=4790/u opcua-tcp=4840/t opcua-udp=4840/u opcua-tls=4843/tu appserv-http=4848/tu
        radmin-port=4899/tu munin=4949/tu commplex-main=5000/tu commplex-link=5001/tu rfe=5002/tu
        fmpro-internal=5003/tu avt-profile-1=5004/tu avt-profile-2=5005/tu telelpathstart=5010/tu scpi-raw=5025/tu
        lxi-evntsvc=5044/tu mmcc=5050/tu ita-agent=5051/tu sip=5060/tus sips=5061/tus llrp=5084/tu
        encrypted-llrp=5085/tu sentinel-lm=5093/tu sentlm-srv2srv=5099/tu socalia=5100/tu atmp=5150/tu
        esri-sde=5151/tu bzflag=5154/tu aol=5190/tu targus-getdata1=5201/tu xmpp-client=5222/t hpvirtgrp=5223/tu
        hpvroom=5228/t capwap-control=5246/u capwap-data=5247/u xmpp-server=5269/t xmpp-bosh=5280/t undo-lm=5281/t
        presence=5298/tu stuns=5349/tu pcp=5351/u dns-llq=5352/tu mdns=5353/tu llmnr=5355/tu wsdapi=5357/tu
        wsdapi-s=5358/tu netsupport=5405/tu postgresql=5432/tu pyrrho=5433/tu smbdirect=5445/ts fcp-addr-srvr1=5500/tu
        matter=5540/tu personal-agent=5555/tu freeciv=5556/tu sdt=5568/tu esmagent=5601/tu pcanywheredata=5631/tu
        pcanywherestat=5632/tu nrpe=5666/t filemq=5670/t zre-disc=5670/u amqps=5671/tu amqp=5672/tus jms=5673/tu
        v5ua=5675/tus rrac=5678/tu coap=5683/tu coaps=5684/tu dpm=5718/tu msdfsr=5722/tu omhs=5723/tu omsdk=5724/tu
        rfb=5900/tu couchdb=5984/tu wsman=5985/tu wsmans=5986/tu wbem-http=5988/tu wbem-https=5989/tu cvsup=5999/tu
        x11=6000/tu gue=6080/u geneve=6081/u synchronet-rtc=6101/tu primaserver=6105/tu softcm=6110/tu spc=6111/tu
        dtspcd=6112/tu ecmp=6160/t ecmp-data=6160/u patrol-coll=6162/tu radmind=6222/tu sflow=6343/tu
        gnutella-svc=6346/tu gnutella-rtr=6347/tu redis=6379/t clariion-evr01=6389/tu sun-sr-https=6443/tu
        sge-qmaster=6444/tu sge-execd=6445/tu mysql-proxy=6446/tu ieee11073-20701=6464/tu servicetags=6481/tu
        netconf-tls=6513/t syslog-tls=6514/tu lds-distrib=6543/tu checkmk-agent=6556/t sane-port=6566/tu mshvlm=6600/t
        odette-ftps=6619/tu cisco-vpath-tun=6633/u mpls-udp=6635/u mpls-udp-dtls=6636/u ovsdb=6640/t openflow=6653/tu
        babel=6696/u ircs-u=6697/t babel-dtls=6699/u bfd-lag=6784/u ambit-lm=6831/tu rtimeviewer=6900/t otlp=6951/tu
        acmsoda=6969/tu conductor=6970/t conductor-mpx=6970/s iatp-highpri=6998/tu afs3-fileserver=7000/tu
        afs3-callback=7001/tu afs3-prserver=7002/tu afs3-vlserver=7003/tu afs3-kaserver=7004/tu afs3-volser=7005/tu
        afs3-errors=7006/tu afs3-bos=7007/tu afs3-update=7008/tu afs3-rmtsys=7009/tu arcp=7070/tu fodms=7200/tu
        rtps-discovery=7400/tu rtps-dd-ut=7401/tu rtps-dd-mt=7402/tu oracleas-https=7443/tu rise=7473/tu neo4j=7474/t
        cwmp=7547/tu coherence=7574/t coherence-disc=7574/u indi=7624/tu soap-http=7627/tu cuseeme=7648/tu
        imqstomp=7672/t imqbrokerd=7676/tu ms-do=7680/tu bolt=7687/t sstp-1=7743/tu cbt=7777/tu interwise=7778/tu
        vstat=7779/tu asr=7800/tu ssp-client=7801/tu micromuse-ncps=7979/tu quest-vista=7980/tu pushns=7997/t
        irdmi2=7999/tu irdmi=8000/tu vcom-tunnel=8001/tu teradataordbms=8002/tu mcreport=8003/tu mxi=8005/tu
        wpl-analytics=8006/t wpl-disc=8006/u http-alt=8008/tu nvme-disc=8009/t qbdb=8019/tu intu-ec-svcdisc=8020/tu
        intu-ec-client=8021/tu oa-system=8022/tu ca-audit-da=8025/tu ca-audit-ds=8026/tu pro-ed=8032/tu ampify=8040/tu
        fs-agent=8042/t rocrail=8051/t senomix01=8052/tu senomix02=8053/tu gadugadu=8074/tu http-alt=8080/tu
        sunproxyadmin=8081/tu us-cli=8082/tu us-srv=8083/tu d-s-n=8086/tu simplifymedia=8087/tu radan-http=8088/tu
        opsmessaging=8090/t jamlink=8091/t xprint-server=8100/tu ldoms-migr=8101/t skynetflow=8111/u
        mtl8000-matrix=8115/tu cp-cluster=8116/tu privoxy=8118/tu apollo-data=8121/tu apollo-admin=8122/tu
        paycash-online=8128/tu paycash-wbp=8129/tu indigo-vrmi=8130/tu indigo-vbcp=8131/tu dbabble=8132/tu
        puppet=8140/t isdd=8148/tu quantastor=8153/t patrol=8160/tu patrol-snmp=8161/tu intermapper=8181/t
        vmware-fdm=8182/tu proremote=8183/t itach=8184/tu gcp-rphy=8190/t limnerpressure=8191/t spytechphone=8192/tu
        blp1=8194/tu vvr-data=8199/tu trivnet1=8200/tu synapse-nhttps=8243/tu robot-remote=8270/t ms-mcc=8276/tu
        synapse-nhttp=8280/tu libelle=8282/t libelle-disc=8282/u blp3=8292/tu tmi=8300/tu amberon=8301/tu
        hub-open-net=8313/t tnp-discover=8320/tu m2mservices=8383/tu cvd=8400/tu sabarsd=8401/tu abarsd=8402/tu
        admind=8403/tu pcsync-https=8443/tu pcsync-http=8444/tu copy=8445/t copy-disc=8445/u npmp=8450/tu otv=8472/tu
        vp2p=8473/tu fmtp=8500/tu rtsp-alt=8554/tu d-fence=8555/tu asterix=8600/tu canon-mfnp=8610/tu
        canon-bjnp1=8611/tu canon-bjnp2=8612/tu sun-as-jmxrmi=8686/tu ibus=8733/tu mc-appserver=8763/tu
        openqueue=8764/tu ultraseek-http=8765/tu msgclnt=8786/tu msgsrvr=8787/tu sunwebadmin=8800/tu dxspider=8873/tu
        cddbp-alt=8880/tu secure-mqtt=8883/tu ddi-tcp-1=8888/t ddi-udp-1=8888/u ddi-tcp-2=8889/t ddi-udp-2=8889/u
        ddi-tcp-3=8890/t ddi-udp-3=8890/u ddi-tcp-4=8891/t ddi-udp-4=8891/u ospf-lite=8899/tu jmb-cds1=8900/tu
        manyone-http=8910/tu ub-dns-control=8953/t nod-provider=8980/tu sunwebadmins=8989/tu http-wmap=8990/tu
        https-wmap=8991/tu bctp=8999/tu cslistener=9000/tu etlservicemgr=9001/tu dynamid=9002/tu golem=9005/t
        pichat=9009/tu tambora=9020/tu panagolin-ident=9021/tu paragent=9022/tu versiera=9050/t glrpc=9080/tu
        cisco-aqos=9081/u lcs-ap=9082/s emc-pp-mgmtsvc=9083/t aurora=9084/tus ibm-rsyscon=9085/tu net2display=9086/tu
        classic=9087/tu sqlexec=9088/tu sqlexec-ssl=9089/tu websm=9090/tu xmltec-xmlmail=9091/tu copycat=9093/t
        pdl-datastream=9100/tu bacula-dir=9101/tu bacula-fd=9102/tu bacula-sd=9103/tu peerwire=9104/tu xadmin=9105/tu
        astergate=9106/t astergate-disc=9106/u hexxorecore=9111/tu mxit=9119/tu apani1=9160/tu apani2=9161/tu
        apani3=9162/tu apani4=9163/tu wap-wsp=9200/tu wap-wsp-wtp=9201/tu wap-wsp-s=9202/tu wap-wsp-wtp-s=9203/tu
        wap-vcard=9204/tu wap-vcal=9205/tu wap-vcard-s=9206/tu wap-vcal-s=9207/tu oma-mlp=9210/tu oma-mlp-s=9211/tu
        acme=9216/tu fsc-port=9217/tu teamcoherence=9222/tu mon=9255/tu pegasus=9278/tu pegasus-ctl=9279/tu
        pgps=9280/tu swtp-port1=9281/tu swtp-port2=9282/tu callwaveiam=9283/tu visd=9284/tu n2h2server=9285/tu
        armtechdaemon=9292/tu storview=9293/tu armcenterhttp=9294/tu armcenterhttps=9295/tu vrace=9300/tu
        sphinxql=9306/t sphinxapi=9312/t secure-ts=9318/tu gnmi-gnoi=9339/t mpidcmgr=9343/tu mphlpdmc=9344/tu
        boxp=9380/tu adws=9389/t otp=9390/t sec-t4net-srv=9400/tu sec-t4net-clt=9401/tu sec-pc2fax-srv=9402/tu
        git=9418/tu tungsten-https=9443/tu wso2esb-console=9444/tu sntlkeyssrvr=9450/tu ismserver=9500/tu
        mngsuite=9535/tu trispen-sra=9555/tu ldgateway=9592/tu cba8=9593/tu msgsys=9594/tu pds=9595/tu
        mercury-disc=9596/tu pd-admin=9597/tu vscp=9598/tu micromuse-ncpw=9600/tu condor=9618/tu odbcpathway=9628/tu
        ccnx=9695/tu board-roar=9700/tu tungsten-http=9762/tu davsrc=9800/tu davsrcs=9802/tu sapv1=9875/tu sd=9876/t
        kca-service=9878/u cyborg-systems=9888/tu gt-proxy=9889/tu monkeycom=9898/tu sctp-tunneling=9899/u
        iua=9900/tus enrp=9901/u enrp-sctp=9901/s alljoyn-stm=9955/t alljoyn-mcm=9955/u alljoyn=9956/u
        pumpkindb=9981/t dsm-scm-target=9987/tu osm-appsrvr=9990/tu osm-oev=9991/tu palace-1=9992/tu palace-2=9993/tu
        palace-3=9994/tu palace-4=9995/tu palace-5=9996/tu palace-6=9997/tu distinct32=9998/tu distinct=9999/tu
        ndmp=10000/tu scp-config=10001/tu documentum=10002/tu documentum-s=10003/tu emcrmirccd=10004/t
        emcrmird=10005/t netapp-sync=10006/t mvs-capacity=10007/tu octopus=10008/tu swdtp-sv=10009/tu rxapi=10010/t
        zabbix-agent=10050/tu zabbix-trapper=10051/tu amanda=10080/tu itap-ddtp=10100/tu ezmeeting-2=10101/tu
        ezproxy-2=10102/tu ezrelay=10103/tu swdtp=10104/tu nmea-0183=10110/tu nmea-onenet=10111/u
        netiq-endpoint=10113/tu netiq-qcheck=10114/tu netiq-endpt=10115/tu netiq-voipa=10116/tu iqrm=10117/tu
        bmc-perf-sd=10128/tu bmc-gms=10129/t snmptls=10161/t snmpdtls=10161/u snmptls-trap=10162/t
        snmpdtls-trap=10162/u trisoap=10200/tu apollo-relay=10252/tu eapol-relay=10253/u blocks=10288/tu gap=10800/tu
        nbd=10809/t helix=10860/tu rmiaux=10990/tu irisa=11000/tu metasys=11001/tu netapp-icmgmt=11104/t
        netapp-icdata=11105/t sgi-dmfmgr=11109/t vce=11111/tu dicom=11112/tu suncacao-snmp=11161/tu
        suncacao-jmxmp=11162/tu suncacao-rmi=11163/tu suncacao-csa=11164/tu suncacao-websvc=11165/tu memcache=11211/tu
        imip-channels=11320/tu arena-server=11321/tu hkp=11371/tu tempest-port=11600/tu h323callsigalt=11720/tu
        intrepid-ssl=11751/tu entextxid=12000/tu entextnetwk=12001/tu entexthigh=12002/tu entextmed=12003/tu
        dbisamserver1=12005/tu dbisamserver2=12006/tu vipera=12012/tu rets-ssl=12109/tu linogridengine=12300/tu
        warehouse-sss=12321/tu warehouse=12322/tu italk=12345/tu netperf=12865/t i-zipqd=13160/tu doip-data=13400/t
        doip-disc=13400/u bprd=13720/tu bpdbm=13721/tu bpjava-msvc=13722/tu vnetd=13724/tu bpcd=13782/tu
        vopied=13783/tu nbdb=13785/tu nomdb=13786/tu scotty-ft=14000/tu sua=14001/tus sage-best-com1=14033/tu
        sage-best-com2=14034/tu vcs-app=14141/tu gcm-app=14145/tu cps=14250/tu hydap=15000/tu v2g-secc=15118/u
        xpilot=15345/tu cisco-snat=15555/tu bex-xr=15660/tu fmsas=16000/t jwpc=16020/t jwpc-bin=16021/t
        sun-sea-port=16161/tu solaris-audit=16162/t etb4j=16309/tu netserialext1=16360/tu netserialext2=16361/tu
        connected=16384/tu newbay-snc-mc=16900/tu amt-soap-http=16992/tu amt-soap-https=16993/tu
        amt-redir-tcp=16994/tu amt-redir-tls=16995/tu soundsvirtual=17185/tu chipper=17219/tu avtp=17220/tu
        avdecc=17221/tu db-lsp=17500/t db-lsp-disc=17500/u sw-orion=17777/t biimenu=18000/tu opsec-cvp=18181/tu
        opsec-ufp=18182/tu opsec-sam=18183/tu opsec-lea=18184/tu opsec-omi=18185/tu opsec-ela=18187/tu
        checkpoint-rtm=18241/tu iclid=18242/t clusterxl=18243/t ac-cluster=18463/tu rds-ib=18634/tu rds-ip=18635/tu
        apc-necmp=18888/tu igrid=19000/tu opsec-uaa=19191/tu keysrvr=19283/tu hp-sco=19410/tu hp-sca=19411/tu
        sxuptp=19540/tu jcp=19541/tu mle=19788/u dnp-sec=19999/tus dnp=20000/tus microsan=20001/tu
        commtact-http=20002/tu commtact-https=20003/tu openwebnet=20005/tu opendeploy=20014/tu mountd=20048/tu
        nfsrdma=20049/tus ipdtp-port=20202/tu ipulse-ics=20222/tu emwavemsg=20480/tu irtrans=21000/tu rdm-tfs=21553/t
        vofr-gateway=21590/tu tvpm=21800/tu snapenetio=22000/tu optocontrol=22001/tu dcap=22125/t gsidcap=22128/t
        easyengine=22222/t wnn6=22273/tu cis=22305/tu wibukey=22347/tu codemeter=22350/tu codemeter-cmwan=22351/t
        aws-brf=22800/tu brf-gw=22951/tu inovaport1=23000/tu gntp=23053/t elxmgmt=23333/tu novar-dbase=23400/tu
        med-ltp=24000/tu med-fsp-rx=24001/tu filesphere=24242/tu vista-4gl=24249/tu ild=24321/tu tonidods=24465/tu
        binkp=24554/tu bilobit=24577/t bilobit-update=24577/u flashfiler=24677/tu find=24922/tu icl-twobase1=25000/tu
        icl-twobase2=25001/tu rna=25471/s vocaltec-hos=25793/tu quake=26000/tu scscp=26133/tu wnn6-ds=26208/tu
        cockroach=26257/t flex-lmadmin=27010/t mongodb=27017/t imagepump=27345/tu jesmsjc=27442/tu nxlmd=28000/tu
        voxelstorm=28200/tu sgsap=29118/s otmp=29167/tu sbcap=29168/s iuhsctpassoc=29169/s bingbang=29999/t
        ndmps=30000/t pago-services1=30001/tu pago-services2=30002/tu rwp=30100/ts kingdomsonline=30260/tu
        gs-realtime=30400/t xqosd=31416/tu tetrinet=31457/tu lm-mon=31620/tu plex=32400/t apm-link=32483/tu
        filenet-tms=32768/tu filenet-rpc=32769/tu filenet-nch=32770/tu filenet-rmi=32771/tu mlsn=32801/tu
        idmgratm=32896/tu mysqlx=33060/t diamondport=33331/tu dgi-serv=33333/t speedtrace=33334/t
        speedtrace-disc=33334/u traceroute=33434/tu mtrace=33435/u snip-slave=33656/tu turbonote-2=34249/tu
        p-net-local=34378/tu p-net-remote=34379/tu profinet-rt=34962/tu profinet-rtm=34963/tu profinet-cm=34964/tu
        ethercat=34980/tu openstack-id=35357/t s1-control=36412/s x2-control=36422/s m2ap=36443/s m3ap=36444/s
        kastenxpipe=36865/tu neckar=37475/tu galaxy7-data=38201/tu fairview=38202/tu ng-control=38412/s
        xn-control=38422/s e1-interface=38462/s f1-control=38472/s safetynetp=40000/tu fs-qos=41111/tu
        tentacle=41121/t z-wave-s=41230/tu crestron-cip=41794/tu crestron-ctp=41795/tu pmcd=44321/tu pmwebapi=44323/t
        cognex-dataman=44444/t ethernet-ip-2=44818/tu asmp=45000/t asmp-mon=45000/u eba=45678/tu mediabox=46999/tu
        mbus=47000/tu winrm=47001/t dbbrowse=47557/tu directplaysrvr=47624/tu bacnet=47808/tu nimcontroller=48000/tu
        nimspooler=48001/tu nimhub=48002/tu nimgtw=48003/tu 3gpp-cbsp=48049/t isnetserv=48128/tu blp5=48129/tu
        com-bardac-dw=48556/tu iqobject=48619/tu matahari=49000/t inspider=49150/t
        """
}
