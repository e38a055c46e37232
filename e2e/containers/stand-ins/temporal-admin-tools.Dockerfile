FROM enrichment-monitor-stand-in/debian
WORKDIR /etc/temporal
COPY temporal temporal-sql-tool /usr/local/bin/
COPY schema schema
USER 1000
