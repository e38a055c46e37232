FROM enrichment-monitor-stand-in/debian
WORKDIR /etc/temporal
COPY temporal-server /usr/local/bin/
COPY entrypoint.sh ./
USER 1000
CMD ["/etc/temporal/entrypoint.sh"]
